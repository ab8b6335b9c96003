"""Which anniversaries come in the next days: birthdays of customers, and those written down (B27).

One count and one order for the portal's tile, the list and the calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from dangol.access import user_can
from dangol.records.types import record_of
from modules.base.models import Customer
from modules.base.queries.birthdays import CAP, nearest
from modules.calendar.models import Anniversary, Setting
from modules.calendar.models.anniversary import Occasion
from modules.calendar.records import anniversary_record
from modules.calendar.yearly import FEBRUARY, Yearly

MOST = 200
AHEAD = 10
MOST_OWN = 2_000
"""Anniversaries of one's own that the calendar looks through."""


@dataclass(frozen=True, kw_only=True)
class Coming:
    """One anniversary that comes; `times` the how manieth, None when nobody knows."""

    on: date
    away: int
    what: str
    whose: str
    address: str
    times: int | None
    lunar: str = ""


@dataclass(frozen=True)
class Found:
    """The first of them in their order, and how many there are; `is_over`: more than that."""

    lines: list[Coming]
    count: int
    is_over: bool = False


def coming(user: Any, first: date, days: int, most: int = MOST, *, mine: bool = False) -> Found:
    """Those from `first` on within so many days; `mine` are those of one's own customers alone."""
    span = [first + timedelta(days=number) for number in range(days)]
    born, kept = _born(user, span, most, mine), _kept(user, span, most, mine)
    every = [*born.lines, *kept.lines]
    lines = sorted(every, key=lambda each: (each.on, each.whose, each.what))[:most]
    return Found(lines, born.count + kept.count, is_over=born.is_over or kept.is_over)


def _kept(user: Any, span: list[date], most: int, mine: bool) -> Found:
    if not user_can(user, anniversary_record.permission("view")):
        return Found([], 0)
    rows = anniversary_record.visible_to(user).filter(next_on__gte=span[0], next_on__lte=span[-1])
    if mine:
        rows = rows.filter(Q(customer__owner=user.pk) | Q(account__owner=user.pk))
    nearest = rows.select_related("customer", "account").order_by("next_on", "pk")[:most]
    lines = [_line(each, span[0], each.next_on) for each in nearest if each.next_on is not None]
    count = rows[: CAP + 1].count()
    return Found(lines, min(count, CAP), is_over=count > CAP)


def _line(each: Anniversary, first: date, on: date) -> Coming:
    whose = each.customer or each.account
    return Coming(
        on=on,
        away=(on - first).days,
        what=each.name,
        whose=str(whose or ""),
        address=_page(whose) if whose else "",
        times=each.yearly.times(on),
        lunar=each.written if each.is_lunar else "",
    )


def _page(whose: Any) -> str:
    return reverse(record_of(whose.record_code).url_name("page"), args=[whose.pk])


def _born(user: Any, span: list[date], most: int, mine: bool) -> Found:
    """Birthdays by the day of birth, but of those for whom a birthday is written down."""
    record = record_of("base.customer")
    if not user_can(user, record.permission("view")) or "birth_date" in record.hidden_from(user):
        return Found([], 0)
    written = Anniversary.objects.present().filter(customer=OuterRef("pk"), kind=Occasion.BIRTHDAY)
    leap_day = Setting.present().leap_day
    days = {born: on for on in span for born in _days_of_birth(on, leap_day)}
    rows: QuerySet[Any] = record.visible_to(user).filter(~Exists(written))
    if mine:
        rows = rows.filter(owner=user.pk)
    away = {born: (on - span[0]).days for born, on in days.items()}
    found = nearest(rows.only("name", "birth_date"), away, most)
    lines = [_birthday(each, span[0]) for each in found.people]
    return Found(lines, found.count, is_over=found.is_over)


def _days_of_birth(on: date, leap_day: str) -> list[tuple[int, int]]:
    """(month, day) of birth that are told on a day: 29 February too, where the year lacks it."""
    stands_in = (2, 28) if leap_day == FEBRUARY else (3, 1)
    is_common = (date(on.year, 3, 1) - timedelta(days=1)).day == 28
    leap = [(2, 29)] if is_common and (on.month, on.day) == stands_in else []
    return [(on.month, on.day), *leap]


def _birthday(each: Customer, first: date) -> Coming:
    on = first + timedelta(days=each.away)  # type: ignore[attr-defined]
    born = each.birth_date
    yearly = Yearly(born.month, born.day, born.year) if born else None
    return Coming(
        on=on,
        away=(on - first).days,
        what=str(Occasion.BIRTHDAY.label),
        whose=each.name,
        address=_page(each),
        times=yearly.times(on) if yearly else None,
    )


def of_days(user: Any, first: date, last: date) -> list[Coming]:
    """Those of the user's own customers and accounts on any days, long past ones too."""
    days = (last - first).days + 1
    span = [first + timedelta(days=number) for number in range(days)]
    born = _born(user, span, MOST, True).lines
    if not user_can(user, anniversary_record.permission("view")):
        return born
    rows = anniversary_record.visible_to(user).filter(
        Q(customer__owner=user.pk) | Q(account__owner=user.pk)
    )
    leap_day = Setting.present().leap_day
    found = []
    for each in rows.select_related("customer", "account").order_by("pk")[:MOST_OWN]:
        for year in range(first.year, last.year + 1):
            on = (day for day in each.yearly.in_year(year, leap_day) if first <= day <= last)
            found += [_line(each, first, day) for day in on]
    return [*born, *found]
