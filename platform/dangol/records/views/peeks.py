"""The panel beside the list: one record at a glance (U2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dangol.records.cells import mark, shown
from dangol.records.declaration import Record
from dangol.records.lists.own import WIDTH, keep_own
from dangol.records.parts import Peek
from dangol.records.timeline.notes import may_note
from dangol.records.timeline.tab import recent
from dangol.records.views.found import (
    facts,
    find,
    look_at,
    may_with,
    subtitle,
    tiles_for,
    urls_of,
)

NARROWEST, WIDEST = 340, 560
"""Width of the panel in pixels."""
MOST_DEEDS = 3
"""What a swiped row offers besides the trash."""


def record_peek(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """The inside of the panel for htmx; without it, the list with the record beside it."""
    if record.peek is None:
        raise Http404
    instance = find(record, request.user, pk)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"{urls_of(record)['list']}?peek={pk}")
    context = peek_context(request, record, record.peek, instance)
    return render(request, "records/peek.html", {"peek": context})


def record_swipe(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """What a row shows on a phone when it is swiped: calling, writing, and the trash."""
    instance = find(record, request.user, pk)
    urls = urls_of(record, instance)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(urls["page"])
    tiles = record.tiles(look_at(record, request, instance))
    context = {
        "urls": urls,
        "tiles": [tile for tile in tiles if tile.href][:MOST_DEEDS],
        "may": may_with(record, request.user, instance, "delete"),
    }
    return render(request, "records/list/swipe.html", context)


def peek_width(request: HttpRequest, *, record: Record) -> HttpResponse:
    """Keeps how wide the user likes the panel."""
    text = request.POST.get("width", "")[:6]
    if text.isascii() and text.isdigit():
        width = min(WIDEST, max(NARROWEST, int(text)))
        keep_own(record, request.user, WIDTH, width)
    return HttpResponse(status=204)


def peek_context(request: HttpRequest, record: Record, peek: Peek, instance: Any) -> dict[str, Any]:
    """What the panel draws."""
    look = look_at(record, request, instance)
    return {
        "record": record,
        "instance": instance,
        "urls": urls_of(record, instance),
        "name": shown(instance, record.title),
        "mark": mark(shown(instance, record.title), 44, person=record.person),
        "subtitle": subtitle(record, look),
        "badges": record.badges(look),
        "tiles": tiles_for(record, look),
        "facts": facts(record, look, peek.facts),
        "parts": [{"template": each.template, **each.context(look)} for each in peek.parts],
        "recent": recent(record, look),
        "may_note": may_note(record, look.user),
    }
