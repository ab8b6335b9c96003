"""A list as a calendar: the records of a month or a week on their days (U1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from babel.dates import get_day_names
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from korean_lunar_calendar import KoreanLunarCalendar

from dangol import access, clock
from dangol.freedays import free_days
from dangol.i18n import days as said
from dangol.i18n import figures
from dangol.records.declaration import Record
from dangol.records.edits.in_place import editable
from dangol.records.filters.dates import DateFilter
from dangol.records.filters.look import DAY, ON, SPAN
from dangol.records.lists.listing import Listing
from dangol.records.looks.days import Bar, lay, weeks_of
from dangol.records.looks.entries import Entry, Laid, lasting, single, tone_of
from dangol.records.looks.levels import levels_for, open_fields
from dangol.records.looks.lines import Line
from dangol.records.parts import Calendar

MONTH, WEEK = "month", "week"
SPANS = (MONTH, WEEK)
ROWS = {MONTH: 4, WEEK: 20}
"""Entries of one day that are shown before “+3 more”."""


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day of a calendar; `is_over`: it has more than were counted."""

    day: date
    words: str
    is_today: bool
    is_beside: bool
    is_free: bool
    holiday: str
    lunar: str
    count: int
    is_over: bool
    left: int
    week: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def shown_count(self) -> str:
        return figures.at_least(self.count, is_over=self.is_over)

    @property
    def shown_left(self) -> str:
        return figures.at_least(self.left, is_over=self.is_over)


@dataclass(frozen=True, kw_only=True)
class Week:
    """Seven days and what lies on them."""

    days: list[Day]
    bars: list[Bar]


@dataclass(frozen=True, kw_only=True)
class CalendarLook:
    """The calendar, where it can be turned to, and what it could be of.

    tones  (tone, word) of the choice that colours it
    """

    field: str
    label: str
    title: str
    day: date
    span: str
    weeks: list[Week]
    previous: str
    following: str
    today: str
    others: list[Line]
    spans: list[Line]
    weekdays: list[str]
    tones: list[tuple[str, str]]
    count: int
    is_over: bool
    is_cut: bool
    may_move: bool

    @property
    def agenda(self) -> list[Day]:
        """The days that have anything, one after another: what a phone shows."""
        days = [day for week in self.weeks for day in week.days]
        return [day for day in days if day.count and not day.is_beside]

    @property
    def shown_count(self) -> str:
        return figures.at_least(self.count, is_over=self.is_over)


def calendars_for(record: Record, user: Any) -> dict[str, Calendar]:
    """{field: calendar} that this user may open; days that come again each year have none."""
    seen = set(open_fields(record, user))
    yearly = {each.field for each in record.filters if isinstance(each, DateFilter) and each.yearly}
    found = {each.field: _open(each, seen) for each in record.calendars if each.field in seen}
    for level in levels_for(record, user):
        if level.kind == "date" and level.name not in yearly:
            found.setdefault(level.name, Calendar(field=level.name))
    return found


def may_move(record: Record, user: Any, calendar: Calendar) -> bool:
    """Whether the user may move records to other days."""
    names = {calendar.field, *([calendar.until] if calendar.until else [])}
    return access.user_can(user, record.permission("edit")) and names <= editable(record, user)


def read_day(text: str) -> date:
    """The day that an address asks for, or today."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return clock.today()
    return day if 1900 <= day.year <= 2999 else clock.today()


def read_calendar(
    listing: Listing, user: Any, calendar: Calendar, *, span: str, day: date
) -> CalendarLook:
    """The days around `day` with the records of the list's selection."""
    sundays = weeks_of(day, span)
    first, last = sundays[0], sundays[-1] + timedelta(days=6)
    load = lasting if calendar.until else single
    laid = load(listing, user, calendar, first, last, ROWS[span])
    free = free_days(first, last)
    lay_out = partial(_week, listing, span, day, laid, free)
    weeks = [lay_out(sunday) for sunday in sundays]
    calendars = calendars_for(listing.record, user)
    record = listing.record
    return CalendarLook(
        field=calendar.field,
        label=str(record.label_of(calendar.field)),
        title=said.month(day) if span == MONTH else f"{first:%Y-%m-%d} – {last:%m-%d}",
        day=day,
        span=span,
        weeks=weeks,
        previous=listing.address({DAY: _turned(day, span, -1).isoformat()}),
        following=listing.address({DAY: _turned(day, span, 1).isoformat()}),
        today=listing.address({DAY: ""}),
        others=[
            Line(
                words=str(record.label_of(name)),
                address=listing.address({ON: name}),
                is_on=name == calendar.field,
            )
            for name in calendars
        ],
        spans=[
            Line(
                words=words,
                address=listing.address({SPAN: "" if code == MONTH else code}),
                is_on=code == span,
            )
            for code, words in ((MONTH, _("Month")), (WEEK, _("Week")))
        ],
        weekdays=[str(name) for name in _weekdays()],
        tones=_legend(record, calendar),
        count=sum(laid.counts.get(each, 0) for each in _inside(weeks)),
        is_over=not laid.over.isdisjoint(_inside(weeks)),
        is_cut=laid.is_cut,
        may_move=may_move(record, user, calendar),
    )


def _open(calendar: Calendar, seen: set[str]) -> Calendar:
    """The calendar without the fields that are hidden."""
    until = calendar.until if calendar.until in seen else ""
    colour = calendar.colour if calendar.colour in seen else ""
    return Calendar(field=calendar.field, until=until, colour=colour, tones=calendar.tones)


def _legend(record: Record, calendar: Calendar) -> list[tuple[str, str]]:
    if not calendar.colour:
        return []
    choices = record.model_field(calendar.colour).flatchoices
    return [(tone_of(record, calendar, value), str(label)) for value, label in choices]


def _week(
    listing: Listing, span: str, day: date, laid: Laid, free: Mapping[date, str], sunday: date
) -> Week:
    bars, _left = lay(laid.spans, sunday, ROWS[span])
    days = []
    for number in range(7):
        each = sunday + timedelta(days=number)
        here = [bar for bar in bars if bar.column <= number + 1 < bar.column + bar.days]
        count = laid.counts.get(each, 0)
        days.append(
            Day(
                day=each,
                words=said.full_day(each),
                is_today=each == clock.today(),
                is_beside=span == MONTH and (each.year, each.month) != (day.year, day.month),
                is_free=number == 0 or each in free,
                holiday=free.get(each, ""),
                lunar=lunar_words(each) if number == 0 else "",
                count=count,
                is_over=each in laid.over,
                left=count - len(here),
                week=listing.address({SPAN: WEEK, DAY: each.isoformat()}),
                entries=[bar.what for bar in here],
            )
        )
    return Week(days=days, bars=bars)


def _weekdays() -> list[str]:
    """Short names of the days of a week, Sunday first."""
    names = get_day_names("abbreviated", locale=get_language() or "ko")
    return [names[(number + 6) % 7] for number in range(7)]


def lunar_words(day: date) -> str:
    """The lunar date as calendars print it: 음 10.14; "" for years that nobody has computed."""
    calendar = KoreanLunarCalendar()
    if not calendar.setSolarDate(day.year, day.month, day.day):
        return ""
    leap = _("leap ") if calendar.isIntercalation else ""
    return _("lunar %(date)s") % {"date": f"{leap}{calendar.lunarMonth}.{calendar.lunarDay}"}


def _inside(weeks: Sequence[Week]) -> list[date]:
    return [day.day for week in weeks for day in week.days if not day.is_beside]


def _turned(day: date, span: str, by: int) -> date:
    if span == WEEK:
        return day + timedelta(days=7 * by)
    number = day.year * 12 + day.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)
