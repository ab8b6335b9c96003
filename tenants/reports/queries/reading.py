"""What a report shows a viewer: by the code of lists, under the viewer's own rights (A17, P5).

Columns, groups and figures of fields that are hidden from the viewer are not there. A selection by
such a field is not done at all: without it the report would say something else under its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.records import Record
from dangol.records.lists.listing import (
    OWN,
    Head,
    Listing,
    read_listing,
    read_order,
    with_relations,
)
from dangol.records.lists.paging import Page
from dangol.records.lists.rows import Row, read_rows
from dangol.records.lists.selection import read_selection
from dangol.records.lists.totals import NOTHING, SUM, WORDS, is_number, parts_of, summed, written
from dangol.records.looks.heads import BETWEEN, Group, Tree
from dangol.records.looks.kinds import Level
from dangol.records.looks.levels import read_levels
from dangol.records.looks.tallies import MOST_GROUPS, Tally, merged, tallies, together
from dangol.records.parts import Column
from tenants.people.models import User
from tenants.reports.models import Report

MOST_LEVELS = 3
MOST_ROWS = 2_000
"""Records that are shown: of a list the first, below groups all or none. A file has them all."""
MOST_BARS = 40
"""Groups that are drawn in a chart."""


@dataclass(frozen=True)
class Figure:
    """A cell of a group's line, or of the last one; `how` says what it is, unless a sum."""

    is_number: bool
    words: str = ""
    how: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A group's head with a figure for each further column, or a record.

    depth  how many groups it stands in
    """

    depth: int
    group: Group | None = None
    row: Row | None = None
    figures: Sequence[Figure] = ()


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The report as it is shown.

    levels    what it is grouped by
    heads     of the columns: without records, only those that are added up
    totals    {column: figure} over everything
    problem   why nothing is shown, in a sentence
    is_cut    not all groups; `left` records that are not shown
    """

    record: Record
    listing: Listing
    count: int
    levels: Sequence[Level] = ()
    heads: Sequence[Head] = ()
    hows: Mapping[str, str] = field(default_factory=dict)
    lines: Sequence[Line] = ()
    totals: Mapping[str, str] = field(default_factory=dict)
    chart: Mapping[str, Any] | None = None
    sentences: Sequence[str] = ()
    problem: str = ""
    is_cut: bool = False
    left: int = 0

    @property
    def shown_count(self) -> str:
        return figures.number(self.count)

    @property
    def figures(self) -> list[Figure]:
        """What each further column comes to over everything."""
        return self.figures_of(self.totals)

    def figures_of(self, found: Mapping[str, str]) -> list[Figure]:
        """The cells beside the first one, from {column: figure}."""
        hows = {name: "" if how == SUM else str(WORDS[how]) for name, how in self.hows.items()}
        return [
            Figure(
                head.is_number,
                found.get(head.column.name, ""),
                hows.get(head.column.name, "") if found.get(head.column.name) else "",
            )
            for head in self.heads[1:]
        ]


def read_sheet(report: Report, record: Record, user: User) -> Sheet:
    """The report for this viewer."""
    asked = parse_qs(report.query)
    columns = columns_of(report, record, user)
    listing = read_listing(record, user, asked, size=0, columns=columns, hows={})
    try:
        read_selection(record, user, asked, also=OWN, strict=True)
    except RuleBroken:
        return Sheet(record=record, listing=listing, count=0, problem=_closed())
    hows = hows_of(report, record, columns)
    levels = read_levels(record, user, ",".join(report.levels), [], most=MOST_LEVELS)
    plain = Sheet(
        record=record, listing=listing, count=0, levels=levels, hows=hows,
        heads=listing.heads, sentences=listing.selection.sentences,
    )  # fmt: skip
    return _grouped(plain, report, user) if levels else _flat(plain, user)


def columns_of(report: Report, record: Record, user: User) -> list[Column]:
    """The report's columns that this viewer may see; the title always."""
    offered = {each.name: each for each in record.columns_for(user)}
    names = dict.fromkeys([record.title, *report.columns])
    return [offered[name] for name in names if name in offered]


def hows_of(report: Report, record: Record, columns: Sequence[Column]) -> dict[str, str]:
    """{number column: how it is added up}, of the columns that are shown."""
    names = [each.name for each in columns if is_number(record, each)]
    hows = {name: report.hows.get(name, NOTHING) for name in names}
    return {name: how for name, how in hows.items() if how in WORDS and how != NOTHING}


def _flat(sheet: Sheet, user: User) -> Sheet:
    """Without groups: the records in the list's order, and what they come to."""
    rows = sheet.listing.selection.of(sheet.record.visible_to(user))
    asked = {name: part for each in sheet.hows for name, part in parts_of(each).items()}
    found = rows.aggregate(rows_count=Count("*"), **asked)
    sums = {name: summed(name, found) for name in sheet.hows}
    whole = Tally((), found["rows_count"], sums)
    drawn = _rows(sheet, user, rows)
    lines = [Line(depth=0, row=each) for each in drawn]
    return replace(
        sheet, lines=lines, count=whole.count, left=max(0, whole.count - len(drawn)),
        totals=_totals(sheet, whole),
    )  # fmt: skip


def _grouped(sheet: Sheet, report: Report, user: User) -> Sheet:
    rows = sheet.listing.selection.of(sheet.record.visible_to(user))
    found = tallies(rows, sheet.levels, list(sheet.hows))
    tree = Tree(sheet.listing, user, sheet.levels, sheet.hows)
    tree.fill(merged(found[:MOST_GROUPS]))
    whole = together(tree.below.get((), []), ())
    heads = list(tree.heads(()))
    is_cut, is_long = len(found) > MOST_GROUPS, whole.count > MOST_ROWS
    has_rows = report.shows_rows and not is_cut and not is_long
    below = _below(sheet, user, rows, tree) if has_rows else {}
    sheet = sheet if has_rows else replace(sheet, heads=_of_figures(sheet))
    return replace(
        sheet,
        lines=list(_lines(sheet, heads, below)),
        count=whole.count,
        totals={} if is_cut else _totals(sheet, whole),
        is_cut=is_cut,
        left=whole.count if report.shows_rows and is_long else 0,
        chart=_chart(report, sheet, tree),
    )


def _lines(
    sheet: Sheet, heads: Sequence[Group], below: Mapping[str, Sequence[Row]]
) -> Iterator[Line]:
    for head in heads:
        depth = head.path.count(BETWEEN)
        yield Line(depth=depth, group=head, figures=sheet.figures_of(head.figures))
        for row in below.get(head.path, ()) if head.is_last else ():
            yield Line(depth=depth + 1, row=row)


def _below(sheet: Sheet, user: User, rows: Any, tree: Tree) -> dict[str, list[Row]]:
    """{path: its records}, read in one statement in the order of the groups and of the list."""
    keys = {f"level_{place}": level.expression() for place, level in enumerate(sheet.levels)}
    annotated = rows.annotate(**keys)
    found = _instances(sheet, user, annotated, list(keys))
    drawn = read_rows(replace(sheet.listing, page=Page(found, "", ""), first=0))
    below: dict[str, list[Row]] = {}
    for instance, row in zip(found, drawn, strict=True):
        values = [getattr(instance, key) for key in keys]
        path = tree.path([None if value == "" else value for value in values])
        below.setdefault(path, []).append(row)
    return below


def _rows(sheet: Sheet, user: User, rows: Any) -> list[Row]:
    found = _instances(sheet, user, rows, [])
    return read_rows(replace(sheet.listing, page=Page(found, "", ""), first=0))


def _instances(sheet: Sheet, user: User, rows: Any, before: Sequence[str]) -> list[Any]:
    record, columns = sheet.record, [head.column for head in sheet.listing.heads]
    order, _sort = read_order(record, user, sheet.listing.parameters, [])
    ordered = rows.order_by(*before, *order.throughout())
    return list(record.listed(with_relations(record, columns, ordered))[:MOST_ROWS])


def _totals(sheet: Sheet, whole: Any) -> dict[str, str]:
    return {
        name: written(sheet.record, name, whole.sums[name].value(how), how)
        for name, how in sheet.hows.items()
        if name in whole.sums
    }


def _of_figures(sheet: Sheet) -> list[Head]:
    """The heads of a table without records: the groups, and what is added up."""
    first, *others = sheet.heads
    groups = " / ".join(str(level.label) for level in sheet.levels)
    return [replace(first, label=groups), *(e for e in others if e.column.name in sheet.hows)]


def _chart(report: Report, sheet: Sheet, tree: Tree) -> Mapping[str, Any] | None:
    """The outermost groups as the chart draws them; None without one, and for a closed column."""
    if not report.chart or (report.chart_of and report.chart_of not in sheet.hows):
        return None
    outer = tree.in_order(())[:MOST_BARS]
    if sheet.levels[0].kind == "date":  # lists show the newest day first, a chart ends with it
        outer = outer[::-1]
    heads = {each.path: each for each in tree.heads(())}
    drawn = [heads[tree.path(each.values)] for each in outer]
    how = sheet.hows.get(report.chart_of, "")
    values = [
        each.sums[report.chart_of].value(how) if how else each.count for each in outer
    ]  # fmt: skip
    place = reverse(sheet.record.url_name("list"))
    name = f"{sheet.record.label_of(report.chart_of)} · {WORDS[how]}" if how else _("Records")
    return {
        "labels": [each.words for each in drawn],
        "series": [{"name": str(name), "values": [_plain(value) for value in values]}],
        "links": [f"{place}{each.only}" if each.only else "" for each in drawn],
    }


def _plain(value: Any) -> Any:
    return None if value is None else (int(value) if value == int(value) else float(value))


def _closed() -> str:
    return _(
        "This report is selected by a field that is closed to you, so it shows nothing here. Ask"
        " who made it for one without it."
    )
