"""Everything that happened with a record, from several tables as one line, newest first (U2).

Each source reads a stretch of its own table. The line is ordered by (moment, id), so a place in it
can be named and gone on from, and a long history costs no more than a short one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.utils import timezone

from dangol import clock
from dangol.i18n import days

SIZE = 20
"""Entries read at once."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that happened.

    title    what it was, `note` beside it in grey, `text` what was said or written
    facts    HTML of a short line below, such as an amount
    quiet    a line by the system: a dot instead of a sign
    """

    at: datetime
    key: UUID
    kind: str
    icon: str
    title: str
    note: str = ""
    text: str = ""
    facts: str = ""
    address: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class Mark:
    """A place in the line: just below one entry."""

    at: datetime
    key: UUID

    def written(self) -> str:
        return f"{self.at.isoformat()}~{self.key}"


Source: TypeAlias = Callable[[Any, Mark | None, int], Iterable[Entry]]
"""(record, place, how many) -> its entries below the place, newest first."""


@dataclass(frozen=True)
class Day:
    """The entries of one day, with the day in words: 오늘 11월 20일(금)."""

    words: str
    entries: list[Entry]


def read_mark(text: str) -> Mark | None:
    """The place written in an address, or None when it is none."""
    moment, _, key = text.partition("~")
    try:
        at = datetime.fromisoformat(moment)
        return Mark(at, UUID(key)) if at.tzinfo else None
    except ValueError:
        return None


def below(rows: QuerySet[Any], moment: str, mark: Mark | None, most: int) -> QuerySet[Any]:
    """The rows below the place, newest first by the field `moment` and by id."""
    if mark is not None:
        rows = rows.filter(TupleLessThan(Tuple(F(moment), F("id")), (mark.at, mark.key)))
    return rows.order_by(f"-{moment}", "-id")[:most]


def read_timeline(
    instance: Any, sources: Sequence[Source], mark: Mark | None = None, size: int = SIZE
) -> tuple[list[Day], str]:
    """(the entries by day, the place to go on from or "")."""
    found = [entry for source in sources for entry in source(instance, mark, size + 1)]
    found.sort(key=lambda entry: (entry.at, entry.key), reverse=True)
    more = len(found) > size
    found = found[:size]
    onward = Mark(found[-1].at, found[-1].key).written() if more else ""
    by_day = groupby(found, key=lambda entry: timezone.localtime(entry.at).date())
    return [Day(day_words(day), list(entries)) for day, entries in by_day], onward


def day_words(day: date) -> str:
    """The day above its entries: 오늘 11월 20일(금), 11월 12일(목)."""
    away = (timezone.localtime(clock.now()).date() - day).days
    return f"{days.near_day(day)} {days.day(day)}" if 0 <= away <= 1 else days.day(day)
