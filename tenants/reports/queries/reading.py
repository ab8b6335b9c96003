"""What a report shows a viewer: by the code of lists, under the viewer's own rights (A17, P5).

Columns, groups and figures of fields that are hidden from the viewer are not there. A selection by
such a field is not done at all: without it the report would say something else under its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs

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
from dangol.records.lists.totals import NOTHING, SUM, WORDS, is_number, written
from dangol.records.looks.heads import BETWEEN, Group, Tree
from dangol.records.looks.kinds import Level
from dangol.records.looks.levels import read_levels
from dangol.records.looks.tallies import (
    MOST_GROUPS,
    Tally,
    how_many,
    merged,
    ranked,
    tallies,
    together,
    whole,
)
from dangol.records.parts import Column
from tenants.people.models import User
from tenants.reports.models import Report
from tenants.reports.queries.charting import chart

MOST_LEVELS = 3
MOST_ROWS = 2_000
"""Records that are shown: of a list the first, below groups all or none. A file has them all."""


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
    notices   sentences about groups that are not shown; `left` records that are not shown
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
    notices: Sequence[str] = ()
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
    everything = whole(rows, list(sheet.hows))
    drawn = _rows(sheet, user, rows)
    lines = [Line(depth=0, row=each) for each in drawn]
    return replace(
        sheet, lines=lines, count=everything.count, left=max(0, everything.count - len(drawn)),
        totals=_totals(sheet, everything),
    )  # fmt: skip


def _grouped(sheet: Sheet, report: Report, user: User) -> Sheet:
    rows = sheet.listing.selection.of(sheet.record.visible_to(user))
    found = tallies(rows, sheet.levels, list(sheet.hows), most=MOST_GROUPS)
    if len(found) > MOST_GROUPS:
        return _coarse(sheet, report, user, rows)
    tree = Tree(sheet.listing, user, sheet.levels, sheet.hows)
    tree.fill(merged(found))
    everything = together(tree.below.get((), []), ())
    is_long = everything.count > MOST_ROWS
    has_rows = report.shows_rows and not is_long
    below = _below(sheet, user, rows, tree) if has_rows else {}
    sheet = sheet if has_rows else replace(sheet, heads=_of_figures(sheet))
    return replace(
        sheet,
        lines=list(_lines(sheet, list(tree.heads(())), below)),
        count=everything.count,
        totals=_totals(sheet, everything),
        left=everything.count if report.shows_rows and is_long else 0,
        chart=chart(report, sheet, tree, everything),
    )


def _coarse(sheet: Sheet, report: Report, user: User, rows: Any) -> Sheet:
    """With more groups than are shown: the outermost, and of these the largest."""
    is_deep, level = len(sheet.levels) > 1, sheet.levels[0]
    by = report.chart_of if report.chart_of in sheet.hows else next(iter(sheet.hows), "")
    sheet = replace(sheet, levels=[level])
    everything, groups = whole(rows, list(sheet.hows)), how_many(rows, level)
    is_cut = groups > MOST_GROUPS
    tree = (Ranked if is_cut else Tree)(sheet.listing, user, [level], sheet.hows)
    tree.fill(ranked(rows, level, sheet.hows, by, MOST_GROUPS + (not is_cut)))
    sheet = replace(sheet, heads=_of_figures(sheet), count=everything.count)
    notices = [_("There are too many groups within groups: the outermost are shown.")] * is_deep
    return replace(
        sheet,
        lines=list(_lines(sheet, list(tree.heads(())), {})),
        totals=_totals(sheet, everything),
        notices=[*notices, *([_of_many(sheet, level, by, groups)] if is_cut else [])],
        left=everything.count if report.shows_rows else 0,
        chart=chart(report, sheet, tree, everything),
    )


class Ranked(Tree):
    """Its groups stand as they were found, not by their names."""

    def in_order(self, values: tuple[Any, ...]) -> list[Tally]:
        super().in_order(values)  # so that they have names
        return self.below.get(values, [])


def _of_many(sheet: Sheet, level: Level, by: str, groups: int) -> str:
    """How many groups there are, and which of them are shown."""
    facts = {"groups": figures.number(groups), "shown": figures.number(MOST_GROUPS)}
    if level.kind == "date":
        return _("There are %(groups)s groups; the latest %(shown)s are shown.") % facts
    label, how = (sheet.record.label_of(by), WORDS[sheet.hows[by]]) if by else ("", _("Records"))
    facts["figure"] = f"{label} {how}".strip()
    return _("There are %(groups)s groups; the %(shown)s largest by %(figure)s are shown.") % facts


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


def _closed() -> str:
    return _(
        "This report is selected by a field that is closed to you, so it shows nothing here. Ask"
        " who made it for one without it."
    )
