"""The records that the palette offers: each type by its own search fields, within one's rights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from dangol.i18n import figures
from dangol.records import Record
from dangol.records.cells import shown
from dangol.records.parts import Look
from dangol.search.lookup import stands_in
from dangol.search.meaning import marks, meaning
from dangol.search.ranking import best

MOST_OFFERS = 4
CAP = 99
"""Counted no further: the palette then says “99+”."""


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One record: its name in pieces with the matched ones marked, and where it opens."""

    key: str
    name: str
    pieces: list[tuple[str, bool]]
    note: list[tuple[str, bool]]
    url: str
    peek: str


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Something that can be done at once with the first hit; `number` is its key beside Ctrl."""

    number: int
    label: str
    icon: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """The hits of one record type; `count` is at most `cap` + 1."""

    record: Record
    hits: list[Hit]
    count: int
    cap: int = CAP
    first: Any = None

    @property
    def shown_count(self) -> str:
        return figures.at_least(min(self.count, self.cap), is_over=self.count > self.cap)

    @property
    def has_more(self) -> bool:
        return self.count > len(self.hits)


def find(
    record: Record, user: Any, text: str, most: int, *, cap: int = CAP, recent: Sequence[str] = ()
) -> Group:
    """At most `most` records of one type that the text finds, the best first."""
    found = best(record, user, text, most=most, cap=cap, recent=recent)
    return Group(
        record=record,
        hits=[_hit(record, user, row, text) for row in found.rows],
        count=found.count,
        cap=cap,
        first=found.rows[0] if found.rows else None,
    )


def offers(groups: list[Group], user: Any) -> list[Offer]:
    """What can be done with the very first hit: its ways to be reached, as on its page."""
    group = next((each for each in groups if each.first is not None), None)
    if group is None:
        return []
    record, row = group.record, group.first
    page = reverse(record.url_name("page"), args=[row.pk])
    look = Look(user=user, instance=row, hidden=record.hidden_from(user))
    return [
        Offer(
            number=number,
            label=f"{shown(row, record.title)} · {tile.label}",
            icon=tile.icon,
            url=tile.href or f"{page}#{tile.focus}",
        )
        for number, tile in enumerate(record.tiles(look)[:MOST_OFFERS], start=1)
    ]


def _hit(record: Record, user: Any, row: Any, text: str) -> Hit:
    name = shown(row, record.title)
    return Hit(
        key=str(row.pk),
        name=name,
        pieces=marks(name, text),
        note=_note(record, user, row, text),
        url=reverse(record.url_name("page"), args=[row.pk]),
        peek=f"{reverse(record.url_name('list'))}?peek={row.pk}",
    )


def _note(record: Record, user: Any, row: Any, text: str) -> list[tuple[str, bool]]:
    """What stands beside the name, in pieces: the subtitle, and where else a word was found."""
    hidden = record.hidden_from(user)
    searched = {each.field: each for each in record.search_for(user)}
    title = searched.get(record.title)
    left = [
        word for word in meaning(text).words if title is None or not stands_in(word, row, title)
    ]
    found = []
    for field in (name for name in record.subtitle if name not in hidden):
        value = shown(row, field)
        found.append(marks(value, text) if field in searched else [(value, False)])
        if field in searched:
            left = [word for word in left if not stands_in(word, row, searched[field])]
    for field, each in searched.items():
        is_new = field not in (record.title, *record.subtitle)
        if is_new and any(stands_in(word, row, each) for word in left):
            value = shown(row, field)
            found.append(marks(figures.phone(value) if each.holds == "digits" else value, text))
    notes = [pieces for pieces in found if pieces and pieces != [("", False)]]
    between = [[(" · ", False), *pieces] for pieces in notes[1:]]
    return [piece for pieces in (notes[:1] + between) for piece in pieces]
