"""Reading a timeline: everything that happened with a record as one line, newest first (U2).

The line is ordered by (moment, id), so a place in it can be named and gone on from. Each source
gives a stretch of its own table at most as long as what is asked for, and the database puts them
together: one statement, and a long history costs no more than a short one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from dangol.records.parts import Look, Text
from dangol.records.timeline.pins import pins
from dangol.records.timeline.places import Mark, behind, day_words
from dangol.records.timeline.sources import Entry, Line, Source, Stretch, sources_of

if TYPE_CHECKING:
    from dangol.records.declaration import Record

SIZE = 20
"""Entries read at once."""
MOST_PINNED = 5
FOLDS = 3
"""So many of the same kind in a row fold into one line."""
CAP = 10_000
"""Entries of one stretch that are counted."""
NAMES = ("line_at", "line_key", "line_source", "line_kind", "line_data", "line_pinned")
ORDER = ("-line_at", "-line_key")


@dataclass(frozen=True)
class Item:
    """One line as it is drawn: an entry, and those that fold into it."""

    entry: Entry
    folded: list[Entry]


@dataclass(frozen=True)
class Day:
    """The lines of one day, with the day in words: 오늘 11월 20일(금)."""

    words: str
    items: list[Item]


def read_entries(
    record: Record, look: Look, *, kind: str = "", mark: Mark | None = None, size: int = SIZE
) -> tuple[list[Entry], str]:
    """(entries below the place, newest first; the place to go on from or "")."""
    lines = _together(_newest(record, look, kind, mark, size), size + 1)
    return _drawn(record, look, lines[:size]), _onward(lines, size)


def read_top(
    record: Record, look: Look, *, kind: str = "", size: int = SIZE
) -> tuple[list[Entry], list[Entry], str]:
    """(pinned lines, the newest entries, the place to go on from or "")."""
    branches = [*_pinned(record, look), *_newest(record, look, kind, None, size)]
    every = _together(branches, MOST_PINNED + size + 1)
    above = [line for line in every if line.is_pinned]
    lines = [line for line in every if not line.is_pinned]
    entries = _drawn(record, look, lines[:size])
    return _drawn(record, look, above), entries, _onward(lines, size)


def is_known(record: Record, look: Look, code: str, key: Any) -> bool:
    """Whether the reader may know of this line of this record."""
    branches = [
        _branch(source, stretch, "").filter(**{stretch.key: key})
        for source in _asked(record, look, "")
        if source.code == code
        for stretch in source.stretches(record, look)
    ]
    return any(branch.exists() for branch in branches)


def kinds_of(record: Record, look: Look) -> dict[str, Text]:
    """{kind: words} of everything that the reader can be told, in the order of the chips."""
    found: dict[str, Text] = {}
    for source in sources_of(record):
        found |= {k: w for k, w in source.kinds(record, look).items() if k not in found}
    return found


def count_kinds(record: Record, look: Look) -> dict[str, int]:
    """{kind: how many there are}, each stretch counted up to `CAP`, in one statement."""
    branches = [
        _branch(source, stretch, "").values_list("line_kind")[: CAP + 1]
        for source in _asked(record, look, "")
        for stretch in source.stretches(record, look)
    ]
    parts = [found for branch in branches if (found := _as_sql(branch))]
    if not parts:
        return {}
    union = " UNION ALL ".join(f"({sql})" for sql, _params in parts)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT kind, count(*) FROM ({union}) AS line(kind) GROUP BY kind",
            [each for _sql, params in parts for each in params],
        )
        return dict(cursor.fetchall())


def by_day(entries: Sequence[Entry]) -> list[Day]:
    """The entries by day, what repeats itself folded."""
    days = groupby(entries, key=lambda entry: timezone.localtime(entry.at).date())
    return [Day(day_words(day), _folded(list(each))) for day, each in days]


def _folded(entries: list[Entry]) -> list[Item]:
    """Runs of the same kind as one line each; two of them stand for themselves."""
    found: list[Item] = []
    for burst, run in groupby(entries, key=lambda entry: entry.burst):
        first, *rest = run
        if burst and len(rest) + 1 >= FOLDS:
            found.append(Item(first, rest))
        else:
            found += [Item(each, []) for each in (first, *rest)]
    return found


def _asked(record: Record, look: Look, kind: str) -> list[Source]:
    """The sources that can hold entries of this kind; all that tell this reader anything for ""."""
    found = [(each, each.kinds(record, look)) for each in sources_of(record)]
    return [each for each, kinds in found if kinds and (not kind or kind in kinds)]


def _branch(
    source: Source, stretch: Stretch, kind: str, *, is_pinned: bool = False
) -> QuerySet[Any]:
    """A stretch in the form that all have in common."""
    word = stretch.kind
    told = Cast(Value(word) if isinstance(word, str) else word, TextField())
    rows = stretch.rows.order_by().annotate(
        line_at=F(stretch.at),
        line_key=F(stretch.key),
        line_source=Cast(Value(source.code), TextField()),
        line_kind=told,
        line_data=JSONObject(**stretch.data),
        line_pinned=Value(is_pinned, output_field=BooleanField()),
    )
    return rows.filter(line_kind=kind) if kind else rows


def _newest(
    record: Record, look: Look, kind: str, mark: Mark | None, size: int
) -> list[QuerySet[Any]]:
    """From each stretch what can stand on a page below the place."""
    return [
        _branch(source, stretch, kind)
        .filter(behind(stretch.at, stretch.key, mark))
        .order_by(*ORDER)[: size + 1]
        for source in _asked(record, look, kind)
        for stretch in source.stretches(record, look)
    ]


def _pinned(record: Record, look: Look) -> list[QuerySet[Any]]:
    """From each stretch the lines that stand above the others."""
    kept = pins().of(record.code, look.instance.pk)
    if not kept:
        return []
    return [
        _branch(source, stretch, "", is_pinned=True)
        .filter(**{f"{stretch.key}__in": kept[source.code]})
        .order_by(*ORDER)[:MOST_PINNED]
        for source in _asked(record, look, "")
        if source.code in kept
        for stretch in source.stretches(record, look)
    ]


def _together(branches: Sequence[QuerySet[Any]], most: int) -> list[Line]:
    """The lines of all branches, pinned ones first."""
    if not branches:
        return []
    parts = [branch.values_list(*NAMES) for branch in branches]
    rows: Any = parts[0]
    if len(parts) > 1:
        rows = parts[0].union(*parts[1:], all=True).order_by("-line_pinned", *ORDER)[:most]
    return [
        Line(at=at, key=key, source=source, kind=kind, data=data, is_pinned=is_pinned)
        for at, key, source, kind, data, is_pinned in rows
    ]


def _onward(lines: Sequence[Line], size: int) -> str:
    """The place to go on from, when there are more than were asked for."""
    return Mark(lines[size - 1].at, lines[size - 1].key).written() if len(lines) > size else ""


def _as_sql(branch: QuerySet[Any]) -> tuple[str, Any] | None:
    """The statement with its parameters; None for what nothing can be in."""
    try:
        return branch.query.sql_with_params()
    except EmptyResultSet:
        return None


def _drawn(record: Record, look: Look, lines: Sequence[Line]) -> list[Entry]:
    """The lines as entries, in their order."""
    found: dict[tuple[str, Any], Entry] = {}
    for source in sources_of(record):
        own = [line for line in lines if line.source == source.code]
        if own:
            found |= {(source.code, e.key): e for e in source.entries(record, look, own)}
    keys = [(line.source, line.key) for line in lines]
    return [found[key] for key in keys if key in found]
