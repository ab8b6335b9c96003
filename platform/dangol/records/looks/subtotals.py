"""What the groups of a list come to, for its file (A17, U6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.records.declaration import Record
from dangol.records.lists.subtotals import Subtotal, Subtotals
from dangol.records.lists.totals import NOTHING, WORDS, is_number, parts_of, summed
from dangol.records.looks.heads import Nest
from dangol.records.looks.kinds import Level
from dangol.records.looks.levels import read_levels
from dangol.records.looks.tallies import Tally, merged, tallies, together

MOST_LEVELS = 3
MOST_GROUPS = 10_000
"""Groups of the last level in one file."""
BETWEEN = ";"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is added up, by which groups. `lost` is there for what is closed to the user."""

    levels: Sequence[Level]
    hows: Mapping[str, str]
    lost: Sequence[str] = ()


def written(levels: Sequence[Level], hows: Mapping[str, str]) -> str:
    """As it stands in the address of a file: `owner,created_at.month;amount:sum`."""
    groups = ",".join(level.code for level in levels)
    return f"{groups}{BETWEEN}{','.join(f'{name}:{how}' for name, how in hows.items())}"


def read_wanted(record: Record, user: Any, text: str) -> Wanted | None:
    """What `written` made, as far as this user may see it; None when nothing is wanted."""
    groups, _between, sums = text.partition(BETWEEN)
    lost: list[str] = []
    levels = read_levels(record, user, groups, lost, most=MOST_LEVELS)
    open_now = {each.name for each in record.columns_for(user) if is_number(record, each)}
    hows = {}
    for part in filter(None, sums.split(",")):
        name, _colon, how = part.partition(":")
        if name in open_now and how in WORDS and how != NOTHING:
            hows[name] = how
        else:
            lost.append(name)
    if not levels and not hows and not lost:
        return None
    return Wanted(levels=levels, hows=hows, lost=lost)


def read_subtotals(rows: QuerySet[Any], wanted: Wanted) -> Subtotals:
    """Over these rows: each group followed by those in it, everything last.

    RuleBroken where there are more groups than anybody reads.
    """
    nest = Nest(wanted.levels)
    nest.fill(_tallies(rows, wanted) if wanted.levels else [])
    whole = together(nest.below[()], ()) if nest.below else _whole(rows, wanted)
    lines = [_line(each, wanted, nest) for each in _walk(nest)]
    return Subtotals(
        levels={level.name: str(level.label) for level in wanted.levels},
        hows=wanted.hows,
        lines=[*lines, _line(whole, wanted, nest)],
    )


def _tallies(rows: QuerySet[Any], wanted: Wanted) -> list[Tally]:
    found = tallies(rows, wanted.levels, list(wanted.hows), most=MOST_GROUPS)
    if len(found) > MOST_GROUPS:
        sentence = _("There are more than %(most)s groups. Group the report more coarsely.")
        raise RuleBroken("groups_many", sentence % {"most": figures.number(MOST_GROUPS)})
    return merged(found)


def _whole(rows: QuerySet[Any], wanted: Wanted) -> Tally:
    asked = {name: part for each in wanted.hows for name, part in parts_of(each).items()}
    found = rows.order_by().aggregate(rows_count=Count("*"), **asked)
    return Tally((), found["rows_count"], {name: summed(name, found) for name in wanted.hows})


def _walk(nest: Nest, values: tuple[Any, ...] = ()) -> Iterator[Tally]:
    if len(values) == len(nest.levels):
        return
    for each in nest.in_order(values):
        yield each
        yield from _walk(nest, each.values)


def whole_words() -> str:
    """The kind of the line of everything."""
    return pgettext("what a line of a file is", "Total")


def _line(tally: Tally, wanted: Wanted, nest: Nest) -> Subtotal:
    levels = wanted.levels[: len(tally.values)]
    kind = _("Subtotal: %(group)s") % {"group": levels[-1].label} if levels else whole_words()
    groups = {
        level.name: nest.words(tally.values[: place + 1]) for place, level in enumerate(levels)
    }
    sums = {name: tally.sums[name].value(how) for name, how in wanted.hows.items()}
    return Subtotal(kind=kind, groups=groups, count=tally.count, figures=sums)
