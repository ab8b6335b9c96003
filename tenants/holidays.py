"""Which days are free: Korea's public holidays and a company's own (P7).

`Calendar` is pure; `calendar()` reads the present company's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.utils.translation import get_language
from holidays import country_holidays
from korean_lunar_calendar import KoreanLunarCalendar

from tenants.people.models import Holiday, WorkedHoliday

FIRST_YEAR, LAST_YEAR = 2000, 2050
"""Years whose holidays are known; the lunar calendar is computed up to 2050."""
NAMES = {"ko": "ko", "en": "en_US"}


@dataclass(frozen=True)
class OwnDay:
    """A company's own day off. `repeat` is once, solar or lunar; only once has a year."""

    name: str
    repeat: str
    year: int | None
    month: int
    day: int

    def dates(self, year: int) -> list[date]:
        """The days of `year` on which it falls: none, one, rarely two by the lunar calendar."""
        if self.repeat == Holiday.Repeat.LUNAR:
            return lunar_dates(year, self.month, self.day)
        if self.repeat == Holiday.Repeat.ONCE and self.year != year:
            return []
        try:
            return [date(year, self.month, self.day)]
        except ValueError:
            return []  # 29 February in a year without one


@dataclass(frozen=True)
class Calendar:
    """Free days of one company: public holidays without `worked`, and its `own`."""

    own: tuple[OwnDay, ...] = ()
    worked: frozenset[date] = field(default_factory=frozenset)

    def is_holiday(self, day: date) -> bool:
        """Whether nobody works on this day because it is a holiday; weekends are no matter here."""
        if day in public(day.year) and day not in self.worked:
            return True
        return any(day in own.dates(day.year) for own in self.own)


def calendar() -> Calendar:
    """The present company's calendar."""
    return Calendar(
        own=tuple(own_day(row) for row in Holiday.objects.all()),
        worked=frozenset(WorkedHoliday.objects.values_list("day", flat=True)),
    )


def own_day(row: Holiday) -> OwnDay:
    return OwnDay(row.name, row.repeat, row.year, row.month, row.day)


def public(year: int) -> dict[date, str]:
    """Korea's public holidays of a year and their substitutes (대체공휴일), in the reader's words.

    Empty for years outside of FIRST_YEAR to LAST_YEAR.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return {}
    return _public(year, NAMES.get(get_language() or "ko", "ko"))


@lru_cache(maxsize=128)
def _public(year: int, language: str) -> dict[date, str]:
    return dict(sorted(country_holidays("KR", years=[year], language=language).items()))


def is_substitute(day: date) -> bool:
    """Whether a public holiday is there in place of another (대체공휴일)."""
    return "대체" in _public(day.year, "ko").get(day, "")


@lru_cache(maxsize=1024)
def lunar_dates(year: int, month: int, day: int) -> list[date]:
    """The days of a solar year that are this day of the lunar calendar.

    A lunar year reaches into the next solar one, so two of them are asked. In a short month the
    30th is the 29th.
    """
    found = (_solar(lunar_year, month, day) for lunar_year in (year - 1, year))
    return [when for when in found if when is not None and when.year == year]


def lunar_of(day: date) -> tuple[int, int]:
    """Month and day of the lunar calendar on a solar day."""
    calendar = KoreanLunarCalendar()
    calendar.setSolarDate(day.year, day.month, day.day)
    return calendar.lunarMonth, calendar.lunarDay


def _solar(year: int, month: int, day: int) -> date | None:
    calendar = KoreanLunarCalendar()
    for asked in (day, day - 1):
        if calendar.setLunarDate(year, month, asked, False):
            return date(calendar.solarYear, calendar.solarMonth, calendar.solarDay)
    return None


def in_year(calendar: Calendar, year: int) -> Iterable[tuple[date, str, bool, bool]]:
    """Every holiday of a year in order: day, name, whether the company's own, whether free."""
    rows = [(day, name, False, day not in calendar.worked) for day, name in public(year).items()]
    rows += [(day, own.name, True, True) for own in calendar.own for day in own.dates(year)]
    return sorted(rows, key=lambda row: (row[0], row[2]))


class CompanyDays:
    """The port of calendars: which days of a span are free, and why."""

    def between(self, first: date, last: date) -> dict[date, str]:
        """{day: name}; the company's own name wins over the public one."""
        known = calendar()
        found: dict[date, str] = {}
        for year in range(first.year, last.year + 1):
            for day, name, _is_own, is_free in in_year(known, year):
                if is_free and first <= day <= last:
                    found[day] = name
        return found
