"""R13: how many pairs were found, and what became of them, by month and by what gave them away."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dangol import access, clock
from dangol.access import Scope
from dangol.i18n import days
from modules.duplicates.kinds import KINDS
from modules.duplicates.models import Pair
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.table import Cell, Head, Line, Table, added

BY_RULE = "by_rule"
"""Merged by the rule of merging; the other merged ones people have looked at."""
STATES = (Pair.State.OPEN, Pair.State.LATER, Pair.State.DIFFERENT, Pair.State.MERGED)
TALLIES = """
SELECT record, rule, date_trunc('month', found_at AT TIME ZONE 'Asia/Seoul')::date,
       CASE WHEN state = 'merged' AND swept THEN 'by_rule' ELSE state END, count(*)
  FROM (
    SELECT p.record, p.state, p.found_at,
           (SELECT e ->> 'field' FROM jsonb_array_elements(p.evidence) e
             ORDER BY (e ->> 'points')::float DESC LIMIT 1) AS rule,
           EXISTS (SELECT 1 FROM duplicates_merge m
                    WHERE m.gone IN (p.first, p.second) AND m.record = p.record
                      AND m.undone_at IS NULL AND m.sweep_id IS NOT NULL) AS swept
      FROM duplicates_pair p WHERE p.found_at >= %s AND p.found_at < %s
  ) AS pairs
 GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True)
class Tally:
    """So many pairs of one record type, that one field gave away in a month, in one state."""

    record: str
    rule: str
    month: date
    state: str
    count: int


def by_month(asked: Asked) -> Table:
    """A line for each month in which pairs were found."""
    return _table(asked, _("Month"), lambda each: each.month, days.month)


def by_evidence(asked: Asked) -> Table:
    """A line for each field that spoke loudest for a pair, of customers and of accounts."""
    return _table(
        asked, pgettext("duplicates", "Found by"), lambda each: (each.record, each.rule), _named
    )


def _table(
    asked: Asked, first: str, key: Callable[[Tally], Any], words: Callable[[Any], str]
) -> Table:
    if not all(_sees_all(asked.user, code) for code in KINDS):
        return Table(problem=_("This report counts all records. It takes the right to see all."))
    found: dict[Any, Counter[str]] = defaultdict(Counter)
    for each in _tallies(asked):
        found[key(each)][each.state] += each.count
    heads = [
        Head(label=pgettext("duplicates", "Pairs found"), is_drawn=False),
        *(Head(label=state.label) for state in STATES[:3]),
        Head(label=_("Merged by people")),
        Head(label=_("Merged by rule")),
    ]
    lines = [Line(label=words(each), cells=_cells(found[each])) for each in sorted(found)]
    return Table(first=first, heads=heads, lines=lines, total=added(heads, lines))


def _cells(counts: Mapping[str, int]) -> list[Cell]:
    whole = sum(counts.values())
    return [Cell(value=whole), *(Cell(value=counts.get(each, 0)) for each in (*STATES, BY_RULE))]


def _sees_all(user: Any, code: str) -> bool:
    return access.scope_of(user, KINDS[code].record.permission("view")) is Scope.ALL


def _tallies(asked: Asked) -> list[Tally]:
    first, last = asked.first or clock.today(), asked.last or clock.today()
    span = [clock.midnight(first), clock.midnight(last + timedelta(days=1))]
    with connection.cursor() as cursor:
        cursor.execute(TALLIES, span)
        return [Tally(record, rule or "", *rest) for record, rule, *rest in cursor.fetchall()]


def _named(key: tuple[str, str]) -> str:
    """Record type and field in words."""
    record = KINDS[key[0]].record
    try:
        field = str(record.label_of(key[1]))
    except FieldDoesNotExist:
        field = _("Several together")
    return f"{record.label} · {field}"
