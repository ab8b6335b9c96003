"""Moving a record on a board or in a calendar, and taking that back (U1, U4)."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol import preferences
from dangol.errors import RuleBroken
from dangol.i18n import days
from dangol.ids import new_id
from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.records.edits import in_place
from dangol.records.lists.listing import read_listing
from dangol.records.looks import moving
from dangol.records.looks.board import boards_for, face_for, lanes_now, may_move
from dangol.records.looks.calendar import calendars_for
from dangol.records.looks.cards import card
from dangol.records.parts import Board, Calendar
from dangol.records.saved.offered import list_address
from dangol.records.views.cells import CONFLICT, WRONG
from dangol.records.views.found import find


def record_put(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """Puts a record into another column (`by`, `to`, `was`) or onto another day (`on`, `to`)."""
    instance = find(record, request.user, pk, "edit")
    board = boards_for(record, request.user).get(request.POST.get("by", ""))
    calendar = calendars_for(record, request.user).get(request.POST.get("on", ""))
    try:
        if board is not None:
            return _to_column(request, record, instance, board)
        if calendar is not None:
            return _to_day(request, record, instance, calendar)
    except RuleBroken as broken:
        status = CONFLICT if broken.code == in_place.MEANWHILE else WRONG
        return JsonResponse({"sentence": str(broken)}, status=status)
    raise Http404


def put_undo(request: HttpRequest, token: UUID, *, record: Record) -> HttpResponse:
    """Puts the record back that the user moved last."""
    user = request.user
    memory = preferences.read(user, _code(record)) or {}
    query = str(memory.get("query", ""))
    back = redirect(f"{reverse(record.url_name('list'))}{list_address(query)}")
    if memory.get("token") != str(token):
        messages.error(request, _("This can no longer be undone; something else was done since."))
        return back
    instance = find(record, user, UUID(memory["pk"]), "edit")
    before, after = memory["before"], memory["after"]
    try:
        board = boards_for(record, user).get(str(memory.get("by", "")))
        if board is not None and board.move is not None:
            name = board.field
            moving.move_card(record, user, instance, board, before[name], seen="", was=after[name])
        else:
            moving.set_fields(record, user, instance, before, seen="", was=after)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return back
    preferences.keep(user, _code(record), None)
    messages.success(request, _("Undone."))
    return back


def _to_column(request: HttpRequest, record: Record, instance: Any, board: Board) -> HttpResponse:
    user, posted, name = request.user, request.POST, board.field
    if not may_move(record, user, board):
        raise RuleBroken("field_closed", _("This field cannot be changed here."))
    key, was = posted.get("to", ""), posted.get("was", "")
    before = moving.stands(record, instance, [name])
    moved = moving.move_card(
        record, user, instance, board, key, seen=posted.get("version", ""), was=was
    )
    after = moving.stands(record, moved, [name])
    undo = ""
    if moving.may_go_back(board, moved, before[name]):
        undo = _remembered(request, record, moved, before, after, by=name)
    listing = _listing(request, record)
    listed = record.listed(record.visible_to(user)).filter(pk=moved.pk).first() or moved
    sentence = _("%(name)s: %(field)s is “%(value)s” now.") % {
        "name": shown(listed, record.title),
        "field": record.label_of(name),
        "value": shown(listed, name) or "—",
    }
    lanes = lanes_now(listing, user, board, [was, key])
    return JsonResponse(
        {
            "html": card(face_for(listing, user, board), listed),
            "sentence": sentence,
            "undo": undo,
            "lanes": [
                {"key": lane.key, "count": lane.shown_count, "money": lane.money} for lane in lanes
            ],
        }
    )


def _to_day(
    request: HttpRequest, record: Record, instance: Any, calendar: Calendar
) -> HttpResponse:
    user, posted = request.user, request.POST
    try:
        day = date.fromisoformat(posted.get("to", ""))
    except ValueError:
        raise RuleBroken("day", _("Write a date as 2026-11-22.")) from None
    values = moving.day_values(record, instance, calendar, day)
    before = moving.stands(record, instance, list(values))
    if before[calendar.field][:10] != posted.get("was", "")[:10]:
        sentence = in_place.meanwhile(record, instance, calendar.field)
        raise RuleBroken(in_place.MEANWHILE, sentence)
    moved = moving.set_fields(record, user, instance, values, seen="", was=before)
    after = moving.stands(record, moved, list(values))
    sentence = _("%(name)s: %(field)s is “%(value)s” now.") % {
        "name": shown(moved, record.title),
        "field": record.label_of(calendar.field),
        "value": days.day(getattr(moved, calendar.field)),
    }
    undo = _remembered(request, record, moved, before, after)
    version = in_place.version_of(record, moved)
    return JsonResponse({"sentence": sentence, "undo": undo, "version": version})


def _remembered(
    request: HttpRequest, record: Record, moved: Any, before: moving.Values,
    after: moving.Values, *, by: str = "",
) -> str:  # fmt: skip
    """Keeps what undoing needs; the address that undoes."""
    token = str(new_id())
    memory = {
        "token": token, "pk": str(moved.pk), "before": before, "after": after, "by": by,
        "query": request.POST.get("query", ""),
    }  # fmt: skip
    preferences.keep(request.user, _code(record), memory)
    return reverse(record.url_name("put-undo"), args=[token])


def _listing(request: HttpRequest, record: Record) -> Any:
    """The list on which the record was moved, without its rows."""
    parameters = parse_qs(request.POST.get("query", ""))
    return read_listing(record, request.user, parameters, size=0, hows={})


def _code(record: Record) -> str:
    return f"move/{record.code}"
