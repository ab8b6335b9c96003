"""The two years before a day, as moments of working days written for COPY."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property

DAYS = 730


class Calendar:
    """Days 0 to 729 before `as_of`, the oldest first; weekends count as the Friday before."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self.year = as_of.year

    @cached_property
    def _days(self) -> list[str]:
        first = self.as_of - timedelta(days=DAYS)
        days = (first + timedelta(days=number) for number in range(DAYS))
        return [(day - timedelta(days=max(0, day.weekday() - 4))).isoformat() for day in days]

    def day(self, number: int) -> str:
        """The working day of this number, such as 2026-11-20."""
        return self._days[number]

    def moment(self, number: int, part: float) -> str:
        """A moment between 9:00 and 18:00 in Korea; `part` from 0 to 1 says how far in the day."""
        minute = 540 + int(part * 540)
        return f"{self._days[number]} {minute // 60:02}:{minute % 60:02}:00+09"
