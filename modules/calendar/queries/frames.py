"""What a look at the calendar is made of, and which days it shows (A25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import get_day_names
from django.utils.translation import get_language

from dangol.i18n import days as said
from dangol.records.looks.days import Bar, weeks_of

DAY, WEEK, MONTH, AGENDA = "day", "week", "month", "agenda"
VIEWS = (DAY, WEEK, MONTH, AGENDA)
AHEAD = 30
"""Days that the list of what comes goes on for."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One appointment as it is drawn. `address` is "" for a colleague's busy time."""

    key: str
    name: str
    address: str
    layer: str
    time: str
    until: str
    starts: str
    ends: str
    day: str
    is_all_day: bool
    is_series: bool
    is_high: bool
    who: str
    place: str
    is_past: bool


@dataclass(frozen=True, kw_only=True)
class Block:
    """An appointment among the hours of a day; minutes since midnight, shares of its width."""

    what: Entry
    top: int
    height: int
    left: float
    width: float


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day with what stands on it."""

    day: date
    words: str
    weekday: str
    is_today: bool
    is_beside: bool
    is_free: bool
    holiday: str
    lunar: str
    count: int
    left: int
    address: str
    blocks: Sequence[Block] = ()
    entries: Sequence[Entry] = ()


@dataclass(frozen=True, kw_only=True)
class Week:
    """Days side by side, and the bars that lie over them."""

    days: list[Day]
    bars: list[Bar]


def span(view: str, day: date) -> tuple[date, date]:
    """The first and the last day that are shown around a day."""
    if view == DAY:
        return day, day
    if view == AGENDA:
        return day, day + timedelta(days=AHEAD)
    sundays = weeks_of(day, view)
    return sundays[0], sundays[-1] + timedelta(days=6)


def title(view: str, first: date, last: date, day: date) -> str:
    """What the head of the screen says."""
    if view == MONTH:
        return str(said.month(day))
    if view == DAY:
        return said.full_day(day)
    return f"{first:%Y-%m-%d} – {last:%m-%d}"


def turned(view: str, day: date, by: int) -> date:
    """The day to which one turns the page."""
    if view == MONTH:
        number = day.year * 12 + day.month - 1 + by
        return date(number // 12, number % 12 + 1, 1)
    return day + timedelta(days=by * {DAY: 1, WEEK: 7, AGENDA: AHEAD}[view])


def weekdays() -> list[str]:
    """Short names of the days of a week, Sunday first."""
    names = get_day_names("abbreviated", locale=get_language() or "ko")
    return [str(names[(number + 6) % 7]) for number in range(7)]
