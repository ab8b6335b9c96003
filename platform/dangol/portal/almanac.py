"""What Korean calendars say of a day: its lunar date and its public holiday."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from korean_lunar_calendar import KoreanLunarCalendar


def lunar(day: date) -> str:
    """The lunar date in words, 음력 10월 14일; a leap month is marked. "" outside 1000 to 2050."""
    calendar = KoreanLunarCalendar()
    if not calendar.setSolarDate(day.year, day.month, day.day):
        return ""
    text = _("lunar leap month %(month)s/%(day)s") if calendar.isIntercalation else None
    text = text or _("lunar %(month)s/%(day)s")
    return text % {"month": calendar.lunarMonth, "day": calendar.lunarDay}


def holiday(day: date) -> str:
    """The public holiday in the reader's language, or ""."""
    return _holidays(day.year, "ko" if get_language() == "ko" else "en_US").get(day, "")


@lru_cache(maxsize=8)
def _holidays(year: int, language: str) -> dict[date, str]:
    return dict(holidays.country_holidays("KR", years=year, language=language))
