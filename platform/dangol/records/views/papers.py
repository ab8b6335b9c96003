"""A record on paper: every field, what leads to it and what happened last (U2)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dangol import clock
from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.records.lists.related import read_related
from dangol.records.page.related import is_open, related_to
from dangol.records.page.trail import trail
from dangol.records.timeline.reading import read_entries
from dangol.records.views.found import facts, find, look_at, subtitle, urls_of

LINES = 30
"""Entries of the timeline that go onto paper."""


def record_print(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """The page as it is printed; the browser's own dialog does the rest."""
    instance = find(record, request.user, pk)
    look = look_at(record, request, instance)
    lists = [replace(each, is_wide=True) for each in related_to(record)]
    entries, _onward = read_entries(record, look, size=LINES)
    context = {
        "record": record,
        "urls": urls_of(record, instance),
        "title": shown(instance, record.title),
        "subtitle": subtitle(record, look),
        "badges": record.badges(look),
        "sections": [
            (section, facts(record, look, section.all_fields))
            for section in record.sections_for(request.user)
        ],
        "lists": [
            read_related(record, each, request.user, instance)
            for each in lists
            if is_open(each, request.user)
        ],
        "entries": entries,
        "trail": trail(record, look),
        "now": clock.now(),
    }
    return render(request, "records/print.html", context)
