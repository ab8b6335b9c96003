"""The seats of a month as a chart and as the changes that its plan table tells (Q1, Q8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from billing import labels
from billing.charts import Chart, Series, stacked
from billing.services.forecast import MonthSoFar, PlanMonth
from dangol.i18n import days
from tenants.people.models.user import Plan
from tenants.plans import is_ready

SHADES = {"base": 5, "sales": 3, "service": 0, "campaign": 2, "full": 1}
"""Where each plan stands on the ramp of charts."""


@dataclass(frozen=True)
class SeatChange:
    """From `day` on a plan had `after` seats instead of `before`."""

    day: date
    before: int
    after: int


@dataclass(frozen=True)
class PlanRow:
    """One plan's line: its words, its month, and when its seats changed, newest first."""

    label: str
    plan: PlanMonth
    changes: tuple[SeatChange, ...]

    @property
    def is_ready(self) -> bool:
        return is_ready(self.plan.plan)


def rows(month: MonthSoFar) -> list[PlanRow]:
    return [PlanRow(labels.item(f"seat.{p.plan}"), p, _changes(p, month)) for p in month.plans]


def _changes(plan: PlanMonth, month: MonthSoFar) -> tuple[SeatChange, ...]:
    pairs = zip(month.month.dates()[1:], plan.seats, plan.seats[1:], strict=False)
    return tuple(SeatChange(d, old, new) for d, old, new in reversed(list(pairs)) if old != new)


def chart(month: MonthSoFar) -> Chart:
    """Seats by day and plan; the days to come repeat today's and are pale."""
    dates = month.month.dates()
    today = month.today.day
    changed = {change.day.day for row in rows(month) for change in row.changes}
    return stacked(
        [Series(str(Plan(p.plan).label), SHADES[p.plan], p.seats) for p in month.plans],
        [days.day(each) for each in dates],
        [_axis(each.day, today, len(dates), changed) for each in dates],
        past=today,
    )


def _axis(day: int, today: int, last: int, changed: set[int]) -> str:
    """Days worth a word: today, the ends, those on which seats changed, every fifth between."""
    if day in (1, last, today) or day in changed:
        return str(day)
    crowded = any(abs(day - other) < 2 for other in (today, last, *changed))
    return str(day) if day % 5 == 0 and not crowded else ""
