"""Editing one cell of a list: what asks for the value, keeping it, taking it back (U1, U4)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _

from dangol import preferences
from dangol.errors import RuleBroken
from dangol.ids import new_id
from dangol.records.cells import NO_VALUE, drawn, drawn_fact, shown
from dangol.records.declaration import Record
from dangol.records.edits import in_place
from dangol.records.parts import Column
from dangol.records.saved.offered import list_address
from dangol.records.views.found import find, look_at

CONFLICT, WRONG = 409, 422
FACT = "fact"
"""Where the value stands when it is not a cell: among the facts of a record's page."""


def record_cell(request: HttpRequest, pk: UUID, field: str, *, record: Record) -> HttpResponse:
    """The editor of a cell; posting keeps the value and answers with the cell as it is now."""
    column = next((each for each in record.columns_for(request.user) if each.name == field), None)
    if column is None:
        if field not in in_place.editable(record, request.user):
            raise Http404
        column = Column(name=field)
    instance = find(record, request.user, pk, "edit")
    if request.method == "POST":
        return _keep(request, record, instance, column)
    try:
        editor = in_place.editor(record, request.user, instance, field)
    except RuleBroken as broken:
        return JsonResponse({"sentence": str(broken)}, status=WRONG)
    return render(request, "records/list/cell.html", {"editor": editor})


def cell_undo(request: HttpRequest, token: UUID, *, record: Record) -> HttpResponse:
    """Puts the value back that the user's last edit of a cell replaced."""
    memory = preferences.read(request.user, _code(record)) or {}
    back = redirect(
        f"{reverse(record.url_name('list'))}{list_address(str(memory.get('query', '')))}"
    )
    if memory.get("token") != str(token):
        messages.error(request, _("This can no longer be undone; something else was done since."))
        return back
    if memory.get("is_fact"):
        back = redirect(record.url_name("page"), memory["pk"])
    instance = find(record, request.user, UUID(memory["pk"]), "edit")
    try:
        in_place.change(
            record, request.user, instance, memory["field"], memory["before"],
            seen="", was=memory["after"],
        )  # fmt: skip
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return back
    preferences.keep(request.user, _code(record), None)
    messages.success(request, _("Undone."))
    return back


def _keep(request: HttpRequest, record: Record, instance: Any, column: Any) -> HttpResponse:
    user, posted, name = request.user, request.POST, column.name
    try:
        before = in_place.kept(record, user, instance, name)
        edited = in_place.change(
            record, user, instance, name, posted.get("value", ""),
            seen=posted.get("version", ""), was=posted.get("was", ""),
        )  # fmt: skip
    except RuleBroken as broken:
        status = CONFLICT if broken.code == in_place.MEANWHILE else WRONG
        return JsonResponse({"sentence": str(broken)}, status=status)
    listed = record.listed(record.visible_to(user)).filter(pk=edited.pk).first() or edited
    token = str(new_id())
    memory = {
        "token": token, "pk": str(edited.pk), "field": name, "before": before,
        "after": in_place.kept(record, user, listed, name), "query": posted.get("query", ""),
        "is_fact": posted.get("as") == FACT,
    }  # fmt: skip
    html = drawn(listed, column)
    if posted.get("as") == FACT:
        html = drawn_fact(record, look_at(record, request, listed), name) or NO_VALUE
    preferences.keep(user, _code(record), memory)
    sentence = _("%(name)s: %(field)s is “%(value)s” now.") % {
        "name": shown(listed, record.title),
        "field": record.label_of(name),
        "value": shown(listed, name) or "—",
    }
    return JsonResponse(
        {
            "html": str(conditional_escape(html)),
            "sentence": sentence,
            "undo": reverse(record.url_name("cell-undo"), args=[token]),
        }
    )


def _code(record: Record) -> str:
    return f"cell/{record.code}"
