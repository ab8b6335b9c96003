"""The calendar itself, and what is written into it in a line (A25)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from dangol import clock, preferences
from dangol.access import requires, user_can
from dangol.errors import RuleBroken
from dangol.i18n import days
from dangol.ids import read_id
from dangol.records.forms.base import form_for
from dangol.toasts import undoable
from modules.calendar import quick
from modules.calendar.queries import frames, screen, todos
from modules.calendar.queries.window import ANNIVERSARY, BUSY, COMPANY, LAYERS, MINE, TEAM
from modules.calendar.records import appointment_record, todo_record
from modules.calendar.services.appointments import appointments
from tenants.queries.owners import colleagues

VIEW = "calendar.appointment.view"
CREATE = "calendar.appointment.create"
OFF = "calendar/off"
"""Preference: the layers that the user has switched off."""
LOOK = "calendar/view"
AT_ONCE = timedelta(seconds=1)
"""Between the two times of a row that nobody has changed."""
TODOS = "todos"


@requires(VIEW)
@require_GET
def schedule(request: HttpRequest) -> HttpResponse:
    """Day, week, month or what comes, with the to-dos of the day beside it."""
    user, asked = request.user, request.GET
    view = asked.get("view", "")
    if view not in frames.VIEWS:
        view = preferences.read(user, LOOK, frames.MONTH)
    elif view != preferences.read(user, LOOK, frames.MONTH) and not _is_looked_through(user):
        preferences.keep(user, LOOK, view)
    day = screen.read_day(asked.get("day", ""))
    who = read_id(asked.get("who", ""))
    off = set(preferences.read(user, OFF, []))
    found = screen.read(user, view, day, [each for each in LAYERS if each not in off], who)
    sees_todos = user_can(user, todo_record.permission("view"))
    page = {
        "screen": found,
        "title": _("Calendar"),
        "layers": _layers(off),
        "who": str(who or ""),
        "people": [pair for pair in colleagues(user) if pair[0]],
        "todos": todos.of_day(user, day) if sees_todos and TODOS not in off else None,
        "may": {
            "create": user_can(user, CREATE),
            "edit": user_can(user, appointment_record.permission("edit")),
            "todo": user_can(user, todo_record.permission("create")),
        },
        "now": clock.now(),
        "is_this": day == clock.today(),
    }
    return render(request, "calendar/schedule.html", page)


@requires(VIEW)
@require_POST
def layer(request: HttpRequest) -> HttpResponse:
    """Switches one of the calendars on or off for this user."""
    name = request.POST.get("layer", "")
    if name in (*LAYERS, TODOS):

        def turned(kept: Any) -> list[str]:
            return sorted({*(kept or [])} ^ {name})

        preferences.change(request.user, OFF, turned)
    return back(request)


@requires(CREATE)
@require_POST
def quick_add(request: HttpRequest) -> HttpResponse:
    """Makes an appointment of a line such as 내일 3시 회의, or of a title and two times."""
    try:
        made = _made(request)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return back(request)
    words = {"name": made.title, "when": _when(made)}
    text = _("“%(name)s” is in the calendar: %(when)s.") % words
    undoable(request, text, reverse("calendar:appointment-undo", args=[made.pk]))
    return back(request)


def _made(request: HttpRequest) -> Any:
    posted = request.POST
    line = posted.get("line", "")
    if posted.get("starts_at"):
        if not line.strip():
            raise RuleBroken("no_title", _("Write what the appointment is."))
        data = {**posted.dict(), "title": line[:100]}
    else:
        read = quick.read(line, clock.today())
        data = {
            "title": read.title[:100],
            "starts_at": f"{read.starts:%Y-%m-%dT%H:%M}",
            "ends_at": f"{read.ends:%Y-%m-%dT%H:%M}",
        }
        data |= {"is_all_day": "on"} if read.is_all_day else {}
    only = ("title", "starts_at", "ends_at", "is_all_day")
    form = form_for(appointment_record, request.user, data, only=only)
    if not form.is_valid():
        name, wrong = next(iter(form.errors.items()))
        raise RuleBroken("value", str(wrong[0]), field=name)
    return appointments.create({**form.values(), "owner": request.user})


@requires(CREATE)
@require_POST
def quick_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Takes back an appointment that the user has just made: it goes to the trash."""
    rows = appointment_record.visible_to(request.user).filter(owner=request.user.pk)
    made = rows.filter(pk=pk).first()
    if made is None or made.updated_at - made.created_at > AT_ONCE:
        messages.error(request, _("This can no longer be undone; something else was done since."))
    else:
        appointments.remove(made)
        messages.success(request, _("Undone."))
    return back(request)


def _when(made: Any) -> str:
    return days.day(made.starts_at) if made.is_all_day else days.moment(made.starts_at)


def _layers(off: set[str]) -> list[dict[str, Any]]:
    words = {
        MINE: _("Mine"),
        TEAM: pgettext("calendar", "Department"),
        COMPANY: pgettext("calendar", "Company"),
        BUSY: _("Busy"),
        ANNIVERSARY: _("Anniversaries"),
        TODOS: _("To-dos"),
    }
    return [{"code": code, "words": word, "is_on": code not in off} for code, word in words.items()]


def _is_looked_through(user: Any) -> bool:
    return bool(getattr(user, "is_looked_through", False))


def back(request: HttpRequest) -> HttpResponse:
    """To where the user was, or to the calendar."""
    back = request.POST.get("next", "") or request.headers.get("Referer", "")
    host = request.get_host()
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={host}):
        back = reverse("calendar:schedule")
    return redirect(back)
