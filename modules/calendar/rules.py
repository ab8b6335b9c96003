"""The days of a rule, worked out for the days that are looked at and no others (A25).

Pure: it knows days, no records. A rule without end costs no more than another. Every rule but that
of the lunar calendar is one of RFC 5545; a day that a month lacks is its last (31st, 29 February).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice

from dateutil.rrule import DAILY, FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, YEARLY, rrule

from modules.calendar.models.appointment import Repeat
from tenants.holidays import LAST_YEAR, lunar_dates, lunar_of

WEEKDAYS = {"SU": SU, "MO": MO, "TU": TU, "WE": WE, "TH": TH, "FR": FR, "SA": SA}
"""Sunday first, as calendars here have them."""
LAST = date(2200, 1, 1)
"""No rule is followed beyond it."""


@dataclass(frozen=True)
class Rule:
    """A rule and the day it begins.

    repeat    as `Repeat`; `every` so many days, weeks, months or years
    weekdays  codes such as MO, of a weekly rule; none is the first day's own
    last      the last day it may reach; None: no end
    """

    repeat: str
    first: date
    every: int = 1
    weekdays: tuple[str, ...] = ()
    last: date | None = None

    def between(self, first: date, last: date) -> list[date]:
        """Its days from `first` to `last`, both included."""
        until = min(last, self.last or LAST, LAST)
        if until < max(first, self.first):
            return []
        if self.repeat == Repeat.LUNAR:
            years = range(max(first, self.first).year, until.year + 1)
            found = [day for year in years for day in self._lunar(year)]
            return [day for day in found if max(first, self.first) <= day <= until]
        return _between(self._near(first), max(first, self.first), until)

    def days(self) -> Iterator[date]:
        """Its days from the first on, as far as it reaches."""
        start, end = self.first, self.last or LAST
        while start <= end:
            until = min(end, date(start.year + 10, 12, 31))
            yield from self.between(start, until)
            start = until + timedelta(days=1)

    def nth(self, count: int) -> date | None:
        """The day on which it comes for the `count`th time; None when it never does."""
        return next(islice(self.days(), count - 1, None), None)

    def written(self) -> str:
        """As RFC 5545 writes it, without its end; "" for the lunar one, which it does not know."""
        if self.repeat == Repeat.LUNAR:
            return ""
        return str(self._rrule(self.first)).rpartition("RRULE:")[2]

    def _lunar(self, year: int) -> list[date]:
        if (year - self.first.year) % self.every or year > LAST_YEAR:
            return []
        return lunar_dates(year, *lunar_of(self.first))

    def _near(self, day: date) -> rrule:
        """The rule begun anew shortly before a day, at one of its own days: nothing is walked."""
        away = max((day - self.first).days, 0)
        if self.repeat == Repeat.DAILY:
            return self._rrule(self.first + timedelta(days=away // self.every * self.every))
        if self.repeat == Repeat.WEEKLY:
            step = 7 * self.every
            return self._rrule(self.first + timedelta(days=max(away // step - 1, 0) * step))
        months = (day.year - self.first.year) * 12 + day.month - self.first.month
        step = self.every * (12 if self.repeat == Repeat.YEARLY else 1)
        return self._rrule(_later(self.first, max(months // step - 1, 0) * step))

    def _rrule(self, start: date) -> rrule:
        return _rule(self.repeat, self.every, self.weekdays, self.first, start)


@lru_cache(maxsize=4096)
def _rule(repeat: str, every: int, weekdays: tuple[str, ...], first: date, start: date) -> rrule:
    begin = datetime.combine(start, time())
    if repeat == Repeat.DAILY:
        return rrule(DAILY, dtstart=begin, interval=every)
    if repeat == Repeat.WEEKLY:
        on = [WEEKDAYS[code] for code in weekdays] or None
        return rrule(WEEKLY, dtstart=begin, interval=every, byweekday=on, wkst=SU)
    if repeat == Repeat.NTH:
        nth = (first.day - 1) // 7 + 1
        weekday = list(WEEKDAYS.values())[(first.weekday() + 1) % 7]
        on = [weekday(nth if nth < 5 else -1)]
        return rrule(MONTHLY, dtstart=begin, interval=every, byweekday=on)
    days = range(28, first.day + 1) if first.day > 28 else [first.day]
    place = -1 if first.day > 28 else None
    if repeat == Repeat.YEARLY:
        days = days if (first.month, first.day) == (2, 29) else [first.day]
        place = -1 if len(days) > 1 else None
        return rrule(
            YEARLY, dtstart=begin, interval=every, bymonth=first.month, bymonthday=days,
            bysetpos=place,
        )  # fmt: skip
    return rrule(MONTHLY, dtstart=begin, interval=every, bymonthday=days, bysetpos=place)


def _between(rule: rrule, first: date, last: date) -> list[date]:
    end = datetime.combine(last, time())
    return [each.date() for each in rule.between(datetime.combine(first, time()), end, inc=True)]


def _later(first: date, months: int) -> date:
    """The first of the month so many months on: monthly rules keep their day by themselves."""
    if not months:
        return first
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
