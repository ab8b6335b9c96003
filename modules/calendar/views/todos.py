"""To-dos beside the calendar: written in a line, ticked off (A25)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records.forms.base import form_for
from dangol.records.views.found import find
from modules.calendar.models import Todo
from modules.calendar.records import todo_record
from modules.calendar.services.todos import todos
from modules.calendar.views.schedule import back


@requires("calendar.todo.create")
@require_POST
def todo_quick(request: HttpRequest) -> HttpResponse:
    """A to-do of one's own from its title, due on the day that is looked at."""
    data = {"title": request.POST.get("title", ""), "due_on": request.POST.get("due_on", "")}
    form = form_for(todo_record, request.user, data, only=("title", "due_on"))
    if form.is_valid():
        todos.create({**form.values(), "owner": request.user})
    else:
        messages.error(request, str(next(iter(form.errors.values()))[0]))
    return back(request)


@requires("calendar.todo.edit")
@require_POST
def todo_tick(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Done, or to be done again."""
    found = find(todo_record, request.user, pk, "edit")
    is_done = request.POST.get("done") == "1"
    state = Todo.State.DONE if is_done else Todo.State.OPEN
    try:
        if "state" in todo_record.locked_for(request.user):
            raise RuleBroken("locked", _("Your role may read this, not change it."))
        todos.edit(found, {"state": state}, "")
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return back(request)
