"""The chart of a report: its outermost groups, and what is left as one bar (A17)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dangol.records.lists.totals import SUM, WORDS
from dangol.records.looks.heads import Tree
from dangol.records.looks.tallies import Tally
from tenants.reports.models import Report

if TYPE_CHECKING:
    from tenants.reports.queries.reading import Sheet

MOST_BARS = 40
"""Groups that are drawn: of dates the latest, of others the largest."""


def chart(report: Report, sheet: Sheet, tree: Tree, everything: Tally) -> Mapping[str, Any] | None:
    """The outermost groups as the chart draws them; None without one, and for a closed column."""
    if not report.chart or (report.chart_of and report.chart_of not in sheet.hows):
        return None
    how = sheet.hows.get(report.chart_of, "")

    def value(tally: Tally) -> Any:
        return tally.sums[report.chart_of].value(how) if how else tally.count

    drawn = _drawn(sheet, tree, value)
    heads = {each.path: each for each in tree.heads(())}
    shown = [heads[tree.path(each.values)] for each in drawn]
    place = reverse(sheet.record.url_name("list"))
    labels = [each.words for each in shown]
    values = [value(each) for each in drawn]
    links = [f"{place}{each.only}" if each.only else "" for each in shown]
    if sum(each.count for each in drawn) < everything.count and _has_rest(sheet, how):
        labels.append(_("The rest"))
        values.append(value(everything) - sum(values))
        links.append("")
    name = f"{sheet.record.label_of(report.chart_of)} · {WORDS[how]}" if how else _("Records")
    return {
        "labels": labels,
        "series": [{"name": str(name), "values": [_plain(each) for each in values]}],
        "links": links,
    }


def _drawn(sheet: Sheet, tree: Tree, value: Any) -> Sequence[Tally]:
    """The groups that are drawn, in the order of the table where that has room for all of them."""
    outer = tree.in_order(())
    if sheet.levels[0].kind == "date":  # lists show the newest day first, a chart ends with it
        return outer[:MOST_BARS][::-1]
    if len(outer) <= MOST_BARS:
        return outer
    return sorted(outer, key=lambda each: (value(each) is not None, value(each) or 0))[
        : -MOST_BARS - 1 : -1
    ]


def _has_rest(sheet: Sheet, how: str) -> bool:
    """Whether what is not drawn comes to something: sums and counts do; earlier days are no bar."""
    return how in ("", SUM) and sheet.levels[0].kind != "date"


def _plain(value: Any) -> Any:
    return None if value is None else (int(value) if value == int(value) else float(value))
