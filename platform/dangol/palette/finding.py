"""The records that the palette offers: each type by its own search fields, within one's rights.

The box asks the tables themselves; what stands at the beginning of a name is found by its index.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from dangol.palette import hangul
from dangol.records import Record
from dangol.records.cells import shown
from dangol.records.counting import count_to
from dangol.records.parts import Look
from dangol.records.selection import read_selection

MOST_OFFERS = 4
CAP = 99
"""Counted no further: the palette then says “99+”."""


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One record: its name in pieces with the matched ones marked, and where it opens."""

    key: str
    name: str
    pieces: list[tuple[str, bool]]
    note: str
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
    """The hits of one record type; `count` is at most CAP + 1."""

    record: Record
    hits: list[Hit]
    count: int
    first: Any = None

    @property
    def shown_count(self) -> str:
        return f"{CAP}+" if self.count > CAP else str(self.count)


def find(record: Record, user: Any, text: str, most: int) -> Group:
    """At most `most` records of one type that the text finds, those beginning with it first."""
    if record.title in record.hidden_from(user):
        return Group(record=record, hits=[], count=0)
    visible = record.visible_to(user)
    count, ids = count_to(CAP, visible.filter(_meant(record, user, text)))
    best = _beginning(record, visible, text, most)
    if len(best) < most:
        known = [row.pk for row in best]
        best += (
            visible.filter(pk__in=ids or [])
            .exclude(pk__in=known)
            .order_by(record.title)[: most - len(best)]
        )
    return Group(
        record=record,
        hits=[_hit(record, user, row, text) for row in best],
        count=count,
        first=best[0] if best else None,
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


def _beginning(record: Record, visible: Any, text: str, most: int) -> list[Any]:
    """Those whose name begins with the text."""
    limits = hangul.first_range(text)
    if limits is None:
        return []
    low, high = limits
    names = {f"{record.title}__gte": low, f"{record.title}__lt": high}
    begins = {f"{record.title}__iregex": f"^{hangul.pattern(text)}"}
    return list(visible.filter(**names, **begins).order_by(record.title, "pk")[:most])


def _meant(record: Record, user: Any, text: str) -> Q:
    """Anything of the search fields contains the text, or the name what is being typed."""
    typed = Q(**{f"{record.title}__iregex": hangul.pattern(text)})
    if hangul.is_initials(text):
        words = [each.field for each in record.search_for(user) if each.holds == "text"]
        for field in words:
            typed |= Q(**{f"{field}__regex": hangul.pattern(text)})
        return typed
    return typed | read_selection(record, user, {"q": [text]}).find_q


def _hit(record: Record, user: Any, row: Any, text: str) -> Hit:
    hidden = record.hidden_from(user)
    name = shown(row, record.title)
    notes = [shown(row, field) for field in record.subtitle if field not in hidden]
    return Hit(
        key=str(row.pk),
        name=name,
        pieces=hangul.spans(name, text),
        note=" · ".join(note for note in notes if note),
        url=reverse(record.url_name("page"), args=[row.pk]),
        peek=f"{reverse(record.url_name('list'))}?peek={row.pk}",
    )
