"""Doing something with all chosen rows of a list, and taking it back (U1, U4)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol import access, preferences
from dangol.errors import RuleBroken
from dangol.ids import new_id
from dangol.records.declaration import Record
from dangol.records.parts import Deed
from dangol.records.saved import list_address
from dangol.toasts import undoable

MOST = 200
"""Rows that are chosen by hand; a page holds fewer."""


def record_bulk(request: HttpRequest, deed: str, *, record: Record) -> HttpResponse:
    """Does the deed with the chosen rows that the user may see, in one transaction."""
    found = _deed(record, request.user, deed)
    back = redirect(
        f"{reverse(record.url_name('list'))}{list_address(request.POST.get('query', ''))}"
    )
    try:
        ids = _chosen(record, request, found.permission.rpartition(".")[2])
        memory = found.run(ids, request.POST.get("value", ""))
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return back
    token = str(new_id())
    preferences.keep(
        request.user, _code(record), {"token": token, "deed": deed, "memory": dict(memory)}
    )
    undo = reverse(record.url_name("bulk-undo"), args=[token])
    undoable(request, found.done(len(ids)), undo)
    return back


def bulk_undo(request: HttpRequest, token: UUID, *, record: Record) -> HttpResponse:
    """Takes the user's last deed back."""
    kept = preferences.read(request.user, _code(record)) or {}
    if kept.get("token") != str(token):
        messages.error(request, _("This can no longer be undone; something else was done since."))
        return redirect(record.url_name("list"))
    deed = _deed(record, request.user, kept["deed"])
    try:
        deed.undo(kept["memory"])
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect(record.url_name("list"))
    preferences.keep(request.user, _code(record), None)
    messages.success(request, _("Undone."))
    return redirect(record.url_name("list"))


def _deed(record: Record, user: Any, code: str) -> Deed:
    """The deed if the user may do it; otherwise there is none."""
    for each in record.deeds:
        if each.code == code and access.user_can(user, each.permission):
            return each
    raise Http404


def _chosen(record: Record, request: HttpRequest, verb: str) -> list[UUID]:
    """The chosen records on which the user may do `verb`. RuleBroken for none and for too many."""
    try:
        asked = [UUID(text) for text in request.POST.getlist("chosen")]
    except ValueError:
        asked = []
    if len(asked) > MOST:
        raise RuleBroken("bulk_many", _("Choose at most %(most)s rows at once.") % {"most": MOST})
    rows = record.visible_to(request.user, verb).filter(pk__in=asked)
    found = list(rows.values_list("pk", flat=True))
    if asked and not found:
        raise RuleBroken("bulk_closed", _("Your role may not do this with the chosen rows."))
    if not found:
        raise RuleBroken("bulk_none", _("Choose the rows first."))
    return found


def _code(record: Record) -> str:
    return f"undo/{record.code}"
