"""The best hits of one record type: what is meant exactly, then what begins so, then the rest.

    0  a field is the text             김하늘, 1,000 won paid: "kim@hanbit.example"
    1  a field begins with it          of a telephone number: ends with it
    2  its words begin words
    3  its words stand somewhere

Among equals the title counts more than other fields, then what the user opened last, then the
order of titles. Hits are counted to a cap, and beyond it only some of them are ranked: those whose
title begins with the text, those that were opened last, and the first that the index finds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from dangol.records.declaration import Record
from dangol.search.indexes import SearchText
from dangol.search.lookup import Lookup, lookup, pattern_in
from dangol.search.meaning import BEGINNING, plain
from dangol.search.plenty import is_plenty, needed, some_of

EXACT, BEGINS, WORDS, INSIDE = range(4)
MOST_TITLES = 300
"""Titles that we read in their order, for the same reason."""


@dataclass(frozen=True)
class Best:
    """The best hits of one type; `count` is at most cap + 1."""

    rows: list[Any]
    count: int


def best(
    record: Record, user: Any, text: str, *, most: int, cap: int, recent: Sequence[str] = ()
) -> Best:
    """At most `most` records that the text finds, the best first, and how many there are.

    `recent` are the keys of those that the user opened last, the newest first.
    """
    asked = lookup(record, user, text)
    if not asked.meaning or not asked.fields or record.title in record.hidden_from(user):
        return Best([], 0)
    visible = record.visible_to(user)
    names = [record.title, *(each.field for each in asked.fields)]
    count, found = _candidates(asked, visible, names, most, cap)
    if count > cap and recent:
        found |= _read(visible.filter(asked.pattern, pk__in=recent).order_by(), names, cap)
    chosen = _ranked(asked, recent, found)[:most]
    rows = visible.in_bulk(chosen) if chosen else {}
    return Best([rows[pk] for pk in chosen if pk in rows], count)


def _candidates(
    asked: Lookup, visible: QuerySet[Any], names: list[str], most: int, cap: int
) -> tuple[int, dict[Any, Sequence[str]]]:
    """(how many are found, at most cap + 1; those of them that are ranked)."""
    begin: dict[Any, Sequence[str]] = {}
    if asked.keys is not None and all(word.is_short for word in asked.meaning.words):
        begin = _beginning(asked, visible, names, cap + 1)  # one letter begins many titles
        if len(begin) > cap:
            return len(begin), begin
    found = _in_plenty(asked, visible, names, cap)
    if len(found) >= needed(cap):
        return cap + 1, (begin or _beginning(asked, visible, names, most)) | found
    if len(found) <= cap:
        found = _read(visible.filter(asked.condition).order_by(), names, cap + 1)
    if len(found) > cap and not begin:
        begin = _beginning(asked, visible, names, most)
    return len(found), begin | found


def _in_plenty(
    asked: Lookup, visible: QuerySet[Any], names: list[str], cap: int
) -> dict[Any, Sequence[str]]:
    """Some hits of what nearly every record has."""
    if not is_plenty(asked, visible):
        return {}
    return _read(some_of(asked, visible), names, cap + 1)


def _beginning(
    asked: Lookup, visible: QuerySet[Any], names: list[str], most: int
) -> dict[Any, Sequence[str]]:
    """Those whose title begins with the text, in the order of titles."""
    order = SearchText(asked.record.title)
    rows = visible.filter(asked.title_within).order_by(order, "pk")
    if asked.meaning.is_literal:
        return _read(rows.filter(asked.title_begins), names, most)
    begins = re.compile(asked.meaning.whole)
    some = _read(rows, names, MOST_TITLES).items()
    fitting = ((pk, values) for pk, values in some if begins.match(plain(values[0])))
    return dict(islice(fitting, most))


def _read(rows: QuerySet[Any], names: Sequence[str], most: int) -> dict[Any, Sequence[str]]:
    """{key: (title, fields that are looked into)} of some rows."""
    return {pk: values for pk, *values in rows.values_list("pk", *names)[:most]}


def _ranked(asked: Lookup, recent: Sequence[str], found: dict[Any, Sequence[str]]) -> list[Any]:
    place = {key: number for number, key in enumerate(recent)}
    ranking = Ranking(asked)
    order = [
        (
            *ranking.of(values[1:]),
            place.get(str(pk), len(place)),
            plain(values[0] or ""),
            str(pk),
            pk,
        )
        for pk, values in found.items()
    ]
    return [each[-1] for each in sorted(order, key=lambda each: each[:-1])]


class Ranking:
    """How well a record fits, by its fields that may be looked into."""

    def __init__(self, asked: Lookup) -> None:
        self._kinds = [each.holds for each in asked.fields]
        self._is_title = [each.field == asked.record.title for each in asked.fields]
        self._exact = "".join(word.letters for word in asked.meaning.words)
        self._begins = re.compile(asked.meaning.whole)
        self._words = [
            [_compiled(pattern_in(kind, word), kind) for kind in self._kinds]
            for word in asked.meaning.words
        ]

    def of(self, values: Sequence[Any]) -> tuple[int, bool]:
        """(EXACT to INSIDE, not by the title): less is better."""
        texts = [plain(str(value or "")) for value in values]
        each = zip(self._kinds, self._is_title, texts, strict=True)
        level, other = min((self._as_whole(kind, text), not title) for kind, title, text in each)
        if level < WORDS:
            return level, other
        begins = all(
            any(pattern and pattern.search(text) for pattern, text in zip(word, texts, strict=True))
            for word in self._words
        )
        return (WORDS if begins else INSIDE), True

    def _as_whole(self, kind: str, text: str) -> int:
        if kind == "digits":
            tail = text.endswith(self._exact)
            return EXACT if text == self._exact else BEGINS if tail else INSIDE
        if text.replace(" ", "") == self._exact:
            return EXACT
        return BEGINS if self._begins.match(text) else INSIDE


def _compiled(pattern: str, kind: str) -> re.Pattern[str] | None:
    """The word where it begins another."""
    if not pattern:
        return None
    if kind == "digits":
        return re.compile(f"(?:{pattern})\\Z")
    return re.compile(pattern if pattern.startswith(BEGINNING) else f"{BEGINNING}(?:{pattern})")
