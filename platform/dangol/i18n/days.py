"""How days and moments are written: 11월 21일(토), 어제 14:05; the year only when it is another."""

from __future__ import annotations

import re
from datetime import date, datetime

from babel.dates import format_date
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext, pgettext

from dangol import clock

NEAR = 7
"""Days on either side of today that are told as a distance."""


def why_none(text: str) -> str:
    """Why a text that cannot be read is no day: it is written otherwise, or there is none such."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return gettext("There is no such day; look at its month and day.")
    return gettext("Write a date as 2026-11-22.")


def day(value: date | datetime) -> str:
    """A calendar day: 11월 21일(토), or 2025년 11월 21일(금) when it is not of this year."""
    on = _local_day(value)
    if on.year == _today().year:
        return _written(on, pgettext("date format, this year", "EEE d MMM"))
    return _written(on, pgettext("date format, another year", "EEE d MMM y"))


def full_day(value: date | datetime) -> str:
    """A day with its year, as papers have it that are read years later: 2026년 11월 21일(토)."""
    return _written(_local_day(value), pgettext("date format, another year", "EEE d MMM y"))


def near_day(value: date | datetime) -> str:
    """A day told by its distance up to a week away (오늘, 3일 전, 내일), by its date beyond."""
    away = (_local_day(value) - _today()).days
    if away == 0:
        return gettext("today")
    if away == -1:
        return gettext("yesterday")
    if away == 1:
        return gettext("tomorrow")
    if -NEAR <= away < 0:
        return ngettext("%(count)s day ago", "%(count)s days ago", -away) % {"count": -away}
    if 0 < away <= NEAR:
        return ngettext("in %(count)s day", "in %(count)s days", away) % {"count": away}
    return day(value)


def moment(value: datetime) -> str:
    """A day with its time in the active zone: 11월 21일(토) 14:05."""
    return f"{day(value)} {timezone.localtime(value):%H:%M}"


def near_moment(value: datetime) -> str:
    """As `near_day`, with the time: 오늘 14:05."""
    return f"{near_day(value)} {timezone.localtime(value):%H:%M}"


def month(value: date) -> str:
    """A calendar month: 2026년 11월."""
    return _written(value, pgettext("month format", "MMMM y"))


def _written(on: date, pattern: str) -> str:
    """Django's own short weekday is the long one in Korean; Babel's is 토."""
    return format_date(on, pattern, locale=get_language() or "ko")


def _local_day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _today() -> date:
    return timezone.localtime(clock.now()).date()
