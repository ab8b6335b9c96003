"""What this month has cost so far and will cost, and what a change of plans would do (Q1, Q8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Sum

from billing.models import SeatEvent, UsageTotal
from billing.services import prices, seats
from billing.services.months import Month
from billing.services.pricing import (
    MODULE_PLANS,
    PLANS,
    Advice,
    Bill,
    Line,
    PriceBook,
    advise,
    half_up,
    with_vat,
)
from dangol import clock
from tenants.models import Company


@dataclass(frozen=True)
class PlanMonth:
    """One plan's month: seats of each day, won so far and at its end, before VAT."""

    plan: str
    seats: tuple[int, ...]
    today: int
    so_far: int
    forecast: int
    listed: int
    discounted: int


@dataclass(frozen=True)
class MonthSoFar:
    """A running month of a company, before VAT except in `bill`."""

    month: Month
    today: date
    plans: tuple[PlanMonth, ...]
    messages: tuple[Line, ...]
    bill: Bill
    forecast: Bill

    @property
    def seats_today(self) -> int:
        return sum(plan.today for plan in self.plans)

    @property
    def seats_so_far(self) -> int:
        return sum(plan.so_far for plan in self.plans)

    @property
    def seats_forecast(self) -> int:
        return sum(plan.forecast for plan in self.plans)

    @property
    def messages_so_far(self) -> int:
        return sum(line.supply for line in self.messages)


@dataclass(frozen=True)
class Preview:
    """What a change of one user's plans does: won before VAT, this month and each one after."""

    this_month_before: int
    this_month_after: int
    next_month_before: int
    next_month_after: int

    @property
    def this_month_difference(self) -> int:
        return self.this_month_after - self.this_month_before

    @property
    def next_month_difference(self) -> int:
        return self.next_month_after - self.next_month_before


def month_so_far(company: Company) -> MonthSoFar:
    """The company's running month; seats of days to come are today's."""
    today = clock.today()
    month = Month.of(today)
    book = prices.book_on(company, today)
    timelines = seats.daily(company, month, until=today)
    plans = tuple(_plan_month(plan, days, book, today) for plan, days in timelines.items())
    messages = tuple(_messages(company, month))
    so_far = [Line(f"seat.{p.plan}", p.today, None, p.so_far) for p in plans]
    forecast = [Line(f"seat.{p.plan}", p.today, None, p.forecast) for p in plans]
    return MonthSoFar(
        month=month,
        today=today,
        plans=plans,
        messages=messages,
        bill=with_vat([*so_far, *messages], book.vat_basis_points),
        forecast=with_vat([*forecast, *messages], book.vat_basis_points),
    )


def _plan_month(plan: str, days: list[int], book: PriceBook, today: date) -> PlanMonth:
    daily = [book.grad(plan, count) for count in days]
    price = book.plans[plan]
    return PlanMonth(
        plan=plan,
        seats=tuple(days),
        today=days[today.day - 1],
        so_far=half_up(sum(daily[: today.day]), len(daily)),
        forecast=half_up(sum(daily), len(daily)),
        listed=price.listed,
        discounted=price.discounted,
    )


def _messages(company: Company, month: Month) -> Iterable[Line]:
    totals = UsageTotal.objects.filter(company=company, service_month=month.first)
    for total in totals.order_by("source", "channel", "unit_price"):
        yield Line(
            f"{total.source}.{total.channel}", total.quantity, total.unit_price, total.amount
        )


def preview(company: Company, user_id: UUID | None, plans: Iterable[str]) -> Preview:
    """What the month and the next ones cost with `plans` for the user instead of the present ones.

    `user_id` is None for a user who is still to come.
    """
    today = clock.today()
    month = Month.of(today)
    book = prices.book_on(company, today)
    before = seats.daily(company, month, until=today)
    held = _plans_of(company, user_id) if user_id else set()
    after = {plan: list(before.get(plan, [0] * month.days)) for plan in PLANS}
    for plan, change in [(p, 1) for p in set(plans) - held] + [(p, -1) for p in held - set(plans)]:
        for day in range(today.day - 1, month.days):
            after[plan][day] += change
    return Preview(
        this_month_before=_month_cost(before, book),
        this_month_after=_month_cost(after, book),
        next_month_before=_steady_cost(before, book),
        next_month_after=_steady_cost(after, book),
    )


def _plans_of(company: Company, user_id: UUID) -> set[str]:
    sums = (
        SeatEvent.objects.filter(company=company, user_id=user_id)
        .values_list("plan")
        .annotate(Sum("delta"))
    )
    return {plan for plan, count in sums if count > 0}


def _month_cost(timelines: seats.DailySeats, book: PriceBook) -> int:
    return sum(
        half_up(sum(book.grad(plan, count) for count in days), len(days))
        for plan, days in timelines.items()
    )


def _steady_cost(timelines: seats.DailySeats, book: PriceBook) -> int:
    return sum(book.grad(plan, days[-1]) for plan, days in timelines.items())


def advice(company: Company) -> Advice | None:
    """Whether users who hold all three module plans would cost less with full."""
    today = clock.today()
    holders = (
        SeatEvent.objects.filter(company=company, plan__in=MODULE_PLANS)
        .values("user_id", "plan")
        .annotate(held=Sum("delta"))
        .filter(held__gt=0)
    )
    counts: dict[UUID, int] = {}
    for row in holders:
        counts[row["user_id"]] = counts.get(row["user_id"], 0) + 1
    all_three = sum(1 for count in counts.values() if count == len(MODULE_PLANS))
    book = prices.book_on(company, today)
    return advise(book, seats.count_on(company, today), all_three)
