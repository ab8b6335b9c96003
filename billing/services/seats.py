"""Seats by day: what licences cost (Q1, decision 4)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Sum

from billing.models import SeatEvent
from billing.services.months import Month
from billing.services.pricing import PLANS, PriceBook, month_charge
from dangol import clock
from tenants.models import Company

DailySeats = dict[str, list[int]]
"""{plan: [seats at the end of the 1st, of the 2nd, ...]} for all days of a month."""


class SeatHistory:
    """The Seats port of the layer below: writes down each licence gained or lost."""

    def changed(self, company: Company, user_id: UUID, plan: str, delta: int, at: datetime) -> None:
        SeatEvent.objects.create(
            company=company,
            user_id=user_id,
            plan=plan,
            delta=delta,
            at=at,
            effective_date=at.astimezone(clock.KOREA).date(),
        )


def count_on(company: Company, day: date) -> dict[str, int]:
    """{plan: seats} at the end of `day`, plans without seats left out."""
    sums = (
        SeatEvent.objects.filter(company=company, effective_date__lte=day)
        .values_list("plan")
        .annotate(Sum("delta"))
    )
    return {plan: seats for plan, seats in sums if seats}


def daily(company: Company, month: Month, until: date | None = None) -> DailySeats:
    """Seats of each day of the month. Days after `until` repeat it: the forecast.

    Plans that had no seat on any day are left out.
    """
    changes: dict[str, Counter[date]] = defaultdict(Counter)
    events = SeatEvent.objects.filter(
        company=company, effective_date__range=(month.first, until or month.last)
    )
    for plan, day, delta in events.values_list("plan", "effective_date", "delta"):
        changes[plan][day] += delta
    opening = count_on(company, month.previous.last)
    timelines = {
        plan: _timeline(opening.get(plan, 0), changes[plan], month)
        for plan in PLANS
        if plan in opening or plan in changes
    }
    return {plan: seats for plan, seats in timelines.items() if any(seats)}


def _timeline(opening: int, changes: Mapping[date, int], month: Month) -> list[int]:
    seats, days = opening, []
    for day in month.dates():
        seats += changes.get(day, 0)
        days.append(seats)
    return days


def charge(plan: str, seats: Sequence[int], books: Sequence[PriceBook]) -> int:
    """Won of a month: `seats[i]` seats at the prices `books[i]` on its i-th day, one division."""
    return month_charge([book.grad(plan, q) for q, book in zip(seats, books, strict=True)])
