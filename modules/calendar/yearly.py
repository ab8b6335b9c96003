"""Days that come each year, by the solar or the lunar calendar, and how they are written (B27).

Pure. Where a year lacks the day: 29 February is the 28th or 1 March, as the company has chosen; the
30th of a short lunar month is its 29th; the day of a leap month is that of the ordinary month.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from korean_lunar_calendar import KoreanLunarCalendar

from dangol.errors import RuleBroken
from tenants.holidays import LAST_YEAR

FEBRUARY, MARCH = "february", "march"
"""What 29 February is in a common year."""
_WRITTEN = re.compile(
    r"(?P<calendar>음력|음|양력|양|lunar|solar)?\s*(?P<leap>윤달|윤|leap)?\s*"
    r"(?:(?P<year>\d{4})\s*[-./년]\s*)?(?P<more>윤)?\s*(?P<month>\d{1,2})\s*[-./월]\s*"
    r"(?P<day>\d{1,2})\s*일?\.?\s*(?P<behind>\(?(?:음력|음|lunar)\)?)?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True)
class Yearly:
    """A day of each year. `year` is the first one, None when nobody knows; lunar if it is lunar."""

    month: int
    day: int
    year: int | None = None
    is_lunar: bool = False
    is_leap: bool = False

    def in_year(self, year: int, leap_day: str = FEBRUARY) -> list[date]:
        """The days of a solar year on which it falls: one, by the lunar calendar none or two."""
        if self.is_lunar:
            found = [self._lunar(lunar_year) for lunar_year in (year - 1, year)]
            return [day for day in found if day is not None and day.year == year]
        try:
            return [date(year, self.month, self.day)]
        except ValueError:  # 29 February, as `read` lets nothing else in
            return [date(year, 2, 28) if leap_day == FEBRUARY else date(year, 3, 1)]

    def after(self, day: date, leap_day: str = FEBRUARY) -> date | None:
        """The first time on `day` or later; None beyond the years that have been computed."""
        years = range(day.year, day.year + 3)
        days = (each for year in years for each in self.in_year(year, leap_day))
        return next((each for each in days if each >= day), None)

    def times(self, on: date) -> int | None:
        """The how manieth it is on a day, the first year being none; None when nobody knows."""
        if self.year is None:
            return None
        year = on.year
        if self.is_lunar and on not in _days(self._lunar(year)):
            year -= 1
        return year - self.year

    def written(self) -> str:
        """As people write it: 음 1950-06-15."""
        parts = [each for each, is_so in (("음", self.is_lunar), ("윤", self.is_leap)) if is_so]
        number = f"{self.month:02}-{self.day:02}"
        return " ".join([*parts, f"{self.year}-{number}" if self.year else number])

    def _lunar(self, year: int) -> date | None:
        """Its day in a lunar year."""
        if not 1900 <= year <= LAST_YEAR:
            return None
        tries = [(self.day, self.is_leap), (self.day - 1, self.is_leap)] if self.is_leap else []
        for day, is_leap in [*tries, (self.day, False), (self.day - 1, False)]:
            calendar = KoreanLunarCalendar()
            if calendar.setLunarDate(year, self.month, day, is_leap):
                return date(calendar.solarYear, calendar.solarMonth, calendar.solarDay)
        return None


def read(text: str) -> Yearly:
    """The day that is written: 1950-06-15, 음력 6월 15일, 음 윤 1950-06-15, 2월 29일.

    RuleBroken for what is no day.
    """
    line = " ".join(text.split())
    if digits := _DIGITS.fullmatch(line):
        line = "-".join(digits.groups())
    found = _WRITTEN.fullmatch(line)
    if found is None:
        words = _("Write a day as 1950-06-15, a lunar one as 음 1950-06-15, without a year 06-15.")
        raise RuleBroken("written", words, field="written")
    lunar = f"{found['calendar'] or ''}{found['behind'] or ''}".lower()
    is_leap = bool(found["leap"] or found["more"])
    yearly = Yearly(
        month=int(found["month"]),
        day=int(found["day"]),
        year=int(found["year"]) if found["year"] else None,
        is_lunar="음" in lunar or "lunar" in lunar or is_leap,
        is_leap=is_leap,
    )
    if not _exists(yearly):
        raise RuleBroken(
            "no_such_day", _("There is no such day; look at its month and day."), field="written"
        )
    return yearly


def _exists(yearly: Yearly) -> bool:
    if not 1 <= yearly.month <= 12 or not (yearly.year is None or 1800 <= yearly.year <= 2199):
        return False
    if yearly.is_lunar:
        return 1 <= yearly.day <= 30
    try:
        date(yearly.year or 2000, yearly.month, yearly.day)
    except ValueError:
        return False
    return True


def _days(day: date | None) -> list[date]:
    return [day] if day is not None else []
