"""How many rows each group has, and what its number columns come to (U1).

Up to the cap of lists it is one GROUP BY over the selection, exact, whatever the number of levels;
what stands above the last level is put together from it. Beyond the cap that would read the whole
table for each look (0.5 s for a million customers): there each group is counted by its own index to
a cap, in one statement whose work is bounded, and figures are worked out when one asks for them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Count, QuerySet

from dangol.records.lists.counting import count_each
from dangol.records.lists.totals import Summed, parts_of, summed
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
    keys = {f"level_{place}": level.expression() for place, level in enumerate(levels)}
    asked: dict[str, Any] = {"rows_count": Count("*")}
    for name in numbers:
        asked |= parts_of(name)
    found = rows.order_by().values(**keys).annotate(**asked).order_by(*keys)[: most + 1]
    return [
        Tally(
            tuple(_value(row[key]) for key in keys),
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
