"""What a declaration brings to the page of reports: those that come ready (R01-R123)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from dangol.about_records import Text

ChartKind: TypeAlias = Literal["", "bar", "line", "pie", "gantt"]


@dataclass(frozen=True, kw_only=True)
class ReadyReport:
    """A report that every company has from the first day.

    Either `lines` says what its record type is grouped by, or `read` names a function that counts
    lists. Both show numbers that open the very records they count.

    slug     its word in the address, kept in people's favourites: never renamed
    number   its place in the catalogue, such as R02
    help     a sentence: what it answers
    record   code of the record type; who may view it may open the report, who may export it may
             take it away; "" for what is no record
    permission  of a report without a record: who may open it and take it away
    lines    what each line is, as lists name their groups: `source`, `contacted_at.month`
    across   what each column is; "" for one column of counts
    sums     {number column: how it is added up}; across groups the one sum that is shown
             instead of the count
    query    conditions that always hold, as in the list's address
    days     the date field by which a period is chosen; "" for how things stand today
    period   the one that is chosen at first: a word of `filters.dates.PERIODS`
    people   the field by which one person's or department's are chosen; "" for nobody's
    read     dotted path of `(Asked) -> Table`, both of `tenants.reports.ready`
    """

    slug: str
    number: str
    label: Text
    help: Text
    shelf: Text
    record: str = ""
    permission: str = ""
    lines: str = ""
    across: str = ""
    sums: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    days: str = ""
    period: str = "this_year"
    people: str = ""
    read: str = ""
    chart: ChartKind = ""
    is_stacked: bool = False
    icon: str = "chart-column"
