"""A ready report that groups a list: counted by the code of lists, under the viewer's rights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.lists.listing import Listing, read_listing
from dangol.records.lists.selection import read_selection
from dangol.records.lists.totals import SUM, WORDS, Summed
from dangol.records.looks.heads import Tree
from dangol.records.looks.kinds import ByText, Level
from dangol.records.looks.levels import read_levels
from dangol.records.looks.spans import ByDays, after_span, span_start
from dangol.records.looks.tallies import (
    MOST_GROUPS,
    Tally,
    how_many,
    merged,
    ranked,
    tallies,
    whole,
)
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.table import Cell, Head, Line, Table, Unit, added, heated

MOST_LINES = 200
MOST_COLUMNS = 24


@dataclass(frozen=True)
class Reading:
    """What is counted: the rows, by which levels, and where their list is."""

    asked: Asked
    listing: Listing
    rows: QuerySet[Any]
    levels: Sequence[Level]

    @property
    def list_url(self) -> str:
        return reverse(self.listing.record.url_name("list"))

    @property
    def sums(self) -> dict[str, str]:
        """{number column: how it is added up}, without those that are closed to the viewer."""
        hidden = self.listing.record.hidden_from(self.asked.user)
        return {name: how for name, how in self.asked.report.sums.items() if name not in hidden}

    def tree(self, found: Sequence[Tally]) -> Tree:
        made = Tree(self.listing, self.asked.user, self.levels, self.sums)
        made.fill(found)
        return made

    def links(self, tree: Tree) -> dict[str, str]:
        """{path of a group: the list of nothing but its rows}."""
        return {each.path: f"{self.list_url}{each.only}" for each in tree.heads(()) if each.only}


def read_grouped(asked: Asked) -> Table:
    """The report's table; one with a `problem` where a field it needs is closed to the viewer."""
    report, record = asked.report, asked.record
    parameters = asked.parameters()
    levels = [_level(asked, each) for each in (report.lines, report.across) if each]
    try:
        selection = read_selection(record, asked.user, parameters, strict=True)
    except RuleBroken:
        return closed()
    if None in levels:
        return closed()
    listing = read_listing(record, asked.user, parameters, size=0, hows={})
    rows = selection.of(record.visible_to(asked.user))
    reading = Reading(asked, listing, rows, [each for each in levels if each])
    return _crossed(reading) if report.across else _plain(reading)


def _level(asked: Asked, code: str) -> Level | None:
    """The groups that a code such as `contacted_at.month` names; None for a closed field."""
    record, name = asked.record, code.partition(".")[0]
    found = read_levels(record, asked.user, code, [])
    if found or name in record.hidden_from(asked.user):
        return found[0] if found else None
    field = record.model_field(name)
    return ByText(field=field, name=name, label=str(record.label_of(name)))


def closed() -> Table:
    """Nothing is shown: without the field the numbers would say something else."""
    return Table(
        problem=_("This report needs a field that is closed to you. An administrator can open it.")
    )


def _plain(reading: Reading) -> Table:
    """One line for each group: how many, which share, what its numbers come to."""
    level, everything = reading.levels[0], whole(reading.rows, list(reading.sums))
    found = merged(tallies(reading.rows, [level], list(reading.sums), most=MOST_LINES))
    notices = []
    if len(found) > MOST_LINES:
        found = ranked(reading.rows, level, reading.sums, "", MOST_LINES)
        groups = how_many(reading.rows, level)
        notices = [_cut(groups)]
    found = _with_empty_spans(reading, found, level)
    tree = reading.tree(found)
    links = reading.links(tree)
    ordered = _in_order(tree, level)
    heads = _heads(reading)
    lines = [
        Line(
            label=tree.words(each.values),
            link=links.get(tree.path(each.values), ""),
            cells=_cells(reading, each, everything, links.get(tree.path(each.values), "")),
        )
        for each in ordered
    ]
    if notices:
        lines.append(_rest(reading, ordered, everything))
    total = Line(
        label=_("Altogether"),
        cells=_cells(reading, everything, everything, f"{reading.list_url}{_all(reading)}"),
    )
    return Table(first=level.label, heads=heads, lines=lines, total=total, notices=notices)


def _heads(reading: Reading) -> list[Head]:
    record = reading.listing.record
    heads = [
        Head(label=record.plural),
        Head(label=_("Share"), unit="rate", is_drawn=False),
    ]
    for name, how in reading.sums.items():
        label = str(record.label_of(name))
        label = label if how == SUM else f"{label} · {WORDS[how]}"
        heads.append(Head(label=label, unit=_unit(reading, name), is_drawn=False))
    return heads


def _unit(reading: Reading, name: str) -> Unit:
    kind = reading.listing.record.model_field(name).get_internal_type()
    return "money" if kind == "BigIntegerField" else "count"


def _cells(reading: Reading, tally: Tally, everything: Tally, link: str) -> list[Cell]:
    sums = [Cell(value=_figure(tally, name, how), link=link) for name, how in reading.sums.items()]
    share = Cell(value=tally.count, whole=everything.count)
    return [Cell(value=tally.count, link=link), share, *sums]


def _figure(tally: Tally, name: str, how: str) -> int | None:
    found = tally.sums[name].value(how)
    return None if found is None else int(found)


def _rest(reading: Reading, shown: Sequence[Tally], everything: Tally) -> Line:
    """What the lines leave out, so that they add up."""
    count = everything.count - sum(each.count for each in shown)
    sums = []
    for name, how in reading.sums.items():
        parts = sum((_figure(each, name, how) or 0) for each in shown)
        value = (_figure(everything, name, how) or 0) - parts if how == SUM else None
        sums.append(Cell(value=value))
    cells = [Cell(value=count), Cell(value=count, whole=everything.count), *sums]
    return Line(label=_("The rest"), cells=cells)


def _crossed(reading: Reading) -> Table:
    """Lines by one field and columns by another; the number is the count, or the sum asked for."""
    found = merged(tallies(reading.rows, reading.levels, list(reading.sums), most=MOST_GROUPS))
    if len(found) > MOST_GROUPS:
        return Table(problem=_("That are too many groups to be shown. Choose a shorter period."))
    by_lines, by_columns = reading.levels
    tree = reading.tree(found)
    columns, notices = _columns(reading, found)
    labels = by_columns.names(columns)
    name = next(iter(reading.sums), "")
    unit: Unit = _unit(reading, name) if name else "count"
    heads = [
        *(Head(label=labels[each], unit=unit) for each in columns),
        Head(label=_("Altogether"), unit=unit, is_drawn=False),
    ]
    lines = _crossed_lines(reading, tree, found, columns)
    return Table(
        first=f"{by_lines.label} / {by_columns.label}",
        heads=heads,
        lines=lines,
        total=added(heads, lines, _column_links(reading, tree, columns)),
        notices=notices,
        is_heat=True,
    )


def _crossed_lines(
    reading: Reading, tree: Tree, found: Sequence[Tally], columns: Sequence[Any]
) -> list[Line]:
    """Each line's numbers, shaded; behind them what it comes to, columns that are cut off too."""
    level, links = reading.levels[0], reading.links(tree)
    name, how = next(iter(reading.sums.items()), ("", ""))
    known = {each.values: each for each in (*found, *tree.below.get((), ()))}

    def cell(*values: Any) -> Cell:
        tally = known.get(values)
        number = 0 if tally is None else _figure(tally, name, how) if name else tally.count
        return Cell(value=number, link=links.get(tree.path(values), ""))

    lines = _all_spans(reading, [each.values[0] for each in _in_order(tree, level)], level)
    words = level.names(lines)
    shaded = heated(
        [
            Line(
                label=words[line],
                link=links.get(tree.path((line,)), ""),
                cells=[cell(line, column) for column in columns],
            )
            for line in lines
        ]
    )
    return [
        replace(each, cells=[*each.cells, cell(line)])
        for each, line in zip(shaded, lines, strict=True)
    ]


def _columns(reading: Reading, found: Sequence[Tally]) -> tuple[list[Any], list[str]]:
    """The values that become columns, in their order; of too many the largest."""
    level = reading.levels[1]
    counts: dict[Any, int] = {}
    for each in found:
        counts[each.values[1]] = counts.get(each.values[1], 0) + each.count
    notices = []
    if len(counts) > MOST_COLUMNS:
        notices = [_cut(len(counts))]
        largest = sorted(counts, key=lambda value: -counts[value])[:MOST_COLUMNS]
        counts = {value: counts[value] for value in largest}
    ordered = level.in_order(counts, level.names(counts))
    return (ordered[::-1] if level.kind == "date" else ordered), notices


def _column_links(reading: Reading, tree: Tree, columns: Sequence[Any]) -> list[str]:
    """The list of each column's records, and of all; "" where no filter can say so."""
    level = reading.levels[1]
    links = []
    for each in columns:
        narrowed = level.narrowed(level.key(each))
        is_told = set(narrowed) <= tree.filters
        links.append(f"{reading.list_url}{reading.listing.address(narrowed)}" if is_told else "")
    return [*links, f"{reading.list_url}{_all(reading)}"]


def _all(reading: Reading) -> str:
    return reading.listing.address()


def _in_order(tree: Tree, level: Level) -> list[Tally]:
    """Days as time runs, choices in their order; people and words with most records first."""
    found = tree.in_order(())
    if level.kind == "date":
        return found[::-1]
    is_open = level.kind in ("text", "relation")
    return sorted(found, key=lambda each: -each.count) if is_open else found


def _spans(reading: Reading, level: Level) -> list[Any]:
    """Every span of the asked days up to today: a month without anything is seen to be one."""
    asked = reading.asked
    is_own = level.name == asked.report.days
    if not (is_own and isinstance(level, ByDays) and asked.first and asked.last):
        return []
    found: list[Any] = []
    start = span_start(asked.first, level.step)
    while start <= min(asked.last, clock.today()) and len(found) < MOST_LINES:
        found.append(start)
        start = after_span(start, level.step)
    return found


def _with_empty_spans(reading: Reading, found: list[Tally], level: Level) -> list[Tally]:
    there = {each.values[0] for each in found}
    nothing = {name: Summed() for name in reading.sums}
    empty = [Tally((day,), 0, nothing) for day in _spans(reading, level) if day not in there]
    return [*found, *empty]


def _all_spans(reading: Reading, values: list[Any], level: Level) -> list[Any]:
    spans = _spans(reading, level)
    return [*spans, *(each for each in values if each not in spans)] if spans else values


def _cut(groups: int) -> str:
    return ngettext(
        "There is %(groups)s group; the largest are shown.",
        "There are %(groups)s groups; the largest are shown.",
        groups,
    ) % {"groups": groups}
