"""The two years up to a day, as moments written for COPY; none lies in the future."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property

from dangol.clock import KOREA

LAST = 730
"""The number of the day itself; day 0 lies two years before it."""
OPENS, CLOSES = 540, 1080
"""Minutes of the day between which people work."""
WARM_UP = 10
"""Until so many minutes after opening nothing has happened yet but what came in at night."""
MINUTES = [f"{minute // 60:02}:{minute % 60:02}:00+09" for minute in range(24 * 60)]


class Calendar:
    """Days 0 to LAST, the last one `as_of`. When that is the day of `now`, it ends there."""

    def __init__(self, as_of: date, now: datetime) -> None:
        self.as_of = as_of
        self.year = as_of.year
        local = now.astimezone(KOREA)
        so_far = local.hour * 60 + local.minute if local.date() == as_of else CLOSES
        is_early = so_far < OPENS + WARM_UP
        self._last_day = (0, so_far) if is_early else (OPENS, min(so_far, CLOSES))

    @cached_property
    def _days(self) -> list[date]:
        first = self.as_of - timedelta(days=LAST)
        return [first + timedelta(days=number) for number in range(LAST + 1)]

    @cached_property
    def _written(self) -> list[str]:
        return [day.isoformat() for day in self._days]

    @cached_property
    def _worked(self) -> list[int]:
        """The working day at or before each day: for a weekend the Friday."""
        return [number - max(0, day.weekday() - 4) for number, day in enumerate(self._days)]

    def working(self, number: int, least: int = 0) -> int:
        """The working day at or before a day, or the day itself when that is before `least`."""
        worked = self._worked[number]
        return worked if worked >= least else number

    def day(self, number: int) -> str:
        """The day of this number, such as 2026-11-20."""
        return self._written[number]

    def moment(self, number: int, part: float) -> str:
        """A moment of working hours in Korea; `part` from 0 to 1 says how far in the day."""
        first, end = self._last_day if number == LAST else (OPENS, CLOSES)
        return f"{self._written[number]} {MINUTES[first + int(part * (end - first))]}"
