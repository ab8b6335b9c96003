"""Months before and after, as PostgreSQL counts them: 31 January and a month is 28 February."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from typing import TypeVar

Day = TypeVar("Day", date, datetime)


def moved(day: Day, months: int) -> Day:
    """The same day so many months later, or earlier when it is negative."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))
