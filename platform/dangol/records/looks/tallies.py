"""How many rows each group has, and what its number columns come to (U1).

Up to the cap of lists it is one GROUP BY over the selection, exact, whatever the number of levels;
what stands above the last level is put together from it. Beyond the cap that would read the whole
table for each look (0.5 s for a million customers): there each group is counted by its own index to
a cap, in one statement whose work is bounded, and figures are worked out when one asks for them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Count, F, QuerySet, Value

from dangol.records.filters.base import NONE
from dangol.records.lists.counting import count_each
from dangol.records.lists.totals import AGGREGATES, Summed, parts_of, summed
from dangol.records.looks.kinds import Level

MOST_GROUPS = 500
"""Groups of the last level that are shown; beyond it one is asked to group more coarsely."""
MOST_READ, FEWEST_READ = 12_000, 1_000
"""Rows that counting all groups reads at most, and those that each of them may have at least."""


@dataclass(frozen=True)
class Tally:
    """One group: the values it is told by, its rows, its columns' figures."""

    values: tuple[Any, ...]
    count: int
    sums: dict[str, Summed] = field(default_factory=dict)
    is_capped: bool = False


def tallies(
    rows: QuerySet[Any], levels: Sequence[Level], numbers: Collection[str], most: int = MOST_GROUPS
) -> list[Tally]:
    """The groups of the last level, unordered; at most `most` + 1 of them."""
    found = _grouped(rows, levels, numbers)
    return _read(found.order_by(*_keys(levels))[: most + 1], levels, numbers)


def ranked(
    rows: QuerySet[Any], level: Level, hows: Mapping[str, str], by: str, most: int
) -> list[Tally]:
    """The first groups of a level: the latest of dates, else those where the column `by` comes to
    most (`hows` says how), or with most rows when it is ""."""
    asked = AGGREGATES[hows[by]](by) if by else Count("*")
    found = _grouped(rows, [level], list(hows)).annotate(rank=asked)
    key = _keys([level])[0]
    rank = F(key if level.kind == "date" else "rank").desc(nulls_last=True)
    return merged(_read(found.order_by(rank, key)[:most], [level], list(hows)))


def how_many(rows: QuerySet[Any], level: Level) -> int:
    """How many groups a level has; rows without a value are one of them."""
    nothing = level.condition(NONE)
    key = _keys([level])[0]
    told = rows.exclude(nothing).order_by().values(**{key: level.expression()}).distinct()
    return told.count() + int(rows.filter(nothing).exists())


def whole(rows: QuerySet[Any], numbers: Collection[str]) -> Tally:
    """All of the rows as one group."""
    asked = {name: part for each in numbers for name, part in parts_of(each).items()}
    found = rows.order_by().values(one=Value(1)).annotate(rows_count=Count("*"), **asked)[:1]
    row = next(iter(found), None)
    if row is None:
        return Tally((), 0, {name: Summed() for name in numbers})
    return Tally((), row["rows_count"], {name: summed(name, row) for name in numbers})


def _keys(levels: Sequence[Level]) -> list[str]:
    return [f"level_{place}" for place in range(len(levels))]


def _grouped(rows: QuerySet[Any], levels: Sequence[Level], numbers: Collection[str]) -> Any:
    keys = {key: level.expression() for key, level in zip(_keys(levels), levels, strict=True)}
    asked: dict[str, Any] = {"rows_count": Count("*")}
    for name in numbers:
        asked |= parts_of(name)
    return rows.order_by().values(**keys).annotate(**asked)


def _read(found: Any, levels: Sequence[Level], numbers: Collection[str]) -> list[Tally]:
    return [
        Tally(
            tuple(_value(row[key]) for key in _keys(levels)),
            row["rows_count"],
            {name: summed(name, row) for name in numbers},
        )
        for row in found
    ]


def capped_tallies(
    rows: QuerySet[Any], everything: QuerySet[Any], level: Level, above: tuple[Any, ...], cap: int
) -> list[Tally] | None:
    """The groups of one level, each counted to a cap, those without rows left out.

    `rows` are those of the group with the values `above`, `everything` all of the type. None when
    nobody can say beforehand which groups there may be: too many days, too many records.
    """
    values = level.candidates(everything, MOST_GROUPS)
    if values is None:
        return None
    cap = min(cap, max(FEWEST_READ, MOST_READ // max(1, len(values))))
    parts = [rows.filter(level.condition(level.key(value))) for value in values]
    return [
        Tally((*above, value), min(count, cap), is_capped=count > cap)
        for value, (count, _first) in zip(values, count_each(parts, cap), strict=True)
        if count
    ]


def together(parts: Sequence[Tally], values: tuple[Any, ...]) -> Tally:
    """Several groups as the one above them."""
    names = parts[0].sums if parts else ()
    return Tally(
        values,
        sum(part.count for part in parts),
        {name: reduce(add, (part.sums[name] for part in parts), Summed()) for name in names},
        any(part.is_capped for part in parts),
    )


def merged(found: Sequence[Tally]) -> list[Tally]:
    """Groups without a value are one group, whether nothing or an empty text stands there."""
    by_values: dict[tuple[Any, ...], list[Tally]] = {}
    for each in found:
        by_values.setdefault(each.values, []).append(each)
    return [
        parts[0] if len(parts) == 1 else together(parts, key) for key, parts in by_values.items()
    ]


def _value(value: Any) -> Any:
    return None if value == "" else value
