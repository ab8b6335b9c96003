"""Working time: which days and minutes a company works (P7). Clocks of service levels run on it.

`WorkingTime` is pure and knows its week, zone and free days. The three functions at the end ask
the present company's. Minutes are real ones: on the night of a time change a day may have one hour
more or less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tenants import context
from tenants.holidays import calendar
from tenants.people.models import House

LONGEST = 3660
"""Days that are searched for working time; a company that works on none of them has no clock."""
Span = tuple[int, int]
"""From and to, in minutes since midnight of the company's zone; 1440 is the end of the day."""


class NoWorkingTime(Exception):
    """Ten years without one working minute: the company's hours and holidays leave none."""


@dataclass(frozen=True)
class WorkingTime:
    """When a company works.

    week        seven spans from Monday on, None for a free day
    lunch       the break taken out of each day, or None
    zone        the zone in which the hours are meant
    is_holiday  tells the days that are free whatever their weekday
    """

    week: tuple[Span | None, ...]
    lunch: Span | None
    zone: ZoneInfo
    is_holiday: Callable[[date], bool]

    def is_working_day(self, day: date) -> bool:
        """Whether anybody works on this day."""
        return bool(self._spans(day))

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole working minutes from one moment to another; 0 when `end` is not after `start`."""
        seconds = 0.0
        if end <= start:
            return 0
        for begin, finish in self._stretches(start, end):
            seconds += (finish - begin).total_seconds()
        return int(seconds // 60)

    def add_minutes(self, start: datetime, minutes: int) -> datetime:
        """The moment at which so many working minutes have passed since `start`, in UTC.

        With 0 minutes it is `start` itself when that is working time, else the next that is.
        Raises ValueError for less than 0, NoWorkingTime when there is none in ten years.
        """
        if minutes < 0:
            raise ValueError("Working time is added forwards only.")
        left = timedelta(minutes=minutes)
        for begin, finish in self._stretches(start, start + timedelta(days=LONGEST)):
            if begin + left <= finish:
                return begin + left
            left -= finish - begin
        raise NoWorkingTime(f"No {minutes} working minutes in ten years from {start:%F}.")

    def _stretches(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Stretches of work within two moments, in UTC and in order."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        day, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        while day <= last:
            for span in self._spans(day):
                begin = max(start, self._moment(day, span[0]))
                finish = min(end, self._moment(day, span[1]))
                if begin < finish:
                    yield begin, finish
            day += timedelta(days=1)

    def _spans(self, day: date) -> list[Span]:
        hours = self.week[day.weekday()]
        if hours is None or self.is_holiday(day):
            return []
        if self.lunch is None:
            return [hours]
        parts = [
            (hours[0], min(hours[1], self.lunch[0])),
            (max(hours[0], self.lunch[1]), hours[1]),
        ]
        return [part for part in parts if part[0] < part[1]]

    def _moment(self, day: date, minute: int) -> datetime:
        extra, minute = divmod(minute, 1440)
        on = day + timedelta(days=extra)
        local = datetime.combine(on, time(minute // 60, minute % 60), tzinfo=self.zone)
        return local.astimezone(UTC)


def working_time() -> WorkingTime:
    """The present company's working time: read once for a batch of questions."""
    house = House.present()
    week = tuple((span[0], span[1]) if span else None for span in house.hours)
    return WorkingTime(
        week=week,
        lunch=(house.lunch[0], house.lunch[1]) if house.lunch else None,
        zone=ZoneInfo(context.company().time_zone),
        is_holiday=calendar().is_holiday,
    )


def is_working_day(day: date) -> bool:
    """Whether the present company works on this day."""
    return working_time().is_working_day(day)


def working_minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes that the present company works between two moments."""
    return working_time().minutes_between(start, end)


def add_working_minutes(start: datetime, minutes: int) -> datetime:
    """When the present company will have worked so many minutes since `start`; in UTC."""
    return working_time().add_minutes(start, minutes)
