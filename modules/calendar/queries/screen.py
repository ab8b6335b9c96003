"""The calendar as a screen: month, week, day or what comes (A25)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dangol import clock
from dangol.freedays import free_days
from dangol.i18n import days as said
from dangol.i18n import figures
from dangol.records.looks.calendar import lunar_words
from dangol.records.looks.days import Bar, Span, days_between, lay, weeks_of
from modules.calendar.queries.frames import (
    AGENDA,
    DAY,
    MONTH,
    WEEK,
    Block,
    Day,
    Entry,
    Week,
    span,
    title,
    turned,
    weekdays,
)
from modules.calendar.queries.lanes import groups_of, lanes_of
from modules.calendar.queries.window import BUSY, Occurrence, occurrences
from tenants.people.models import User

KEYS = {DAY: "d", WEEK: "w", MONTH: "m", AGENDA: "a"}
ROWS = 4
"""Entries of one day of a month that are shown before “+3 more”."""
WHOLE_DAYS = 6
"""Rows of whole days above the hours."""
LANES = 6
"""Appointments that stand side by side at one hour; beyond it a line says how many there are."""
MOST_OF_LIST = 300


@dataclass(frozen=True, kw_only=True)
class Screen:
    """What one look at the calendar shows."""

    view: str
    day: date
    title: str
    previous: str
    following: str
    today: str
    weeks: list[Week]
    weekdays: list[str]
    views: list[dict[str, Any]]
    count: int
    is_cut: bool = False
    hours: Sequence[int] = ()
    days: list[Day] = field(default_factory=list)

    @property
    def shown_count(self) -> str:
        return figures.number(self.count)


def read(
    user: Any, view: str, day: date, layers: Collection[str], who: UUID | None = None
) -> Screen:
    """The days around `day`, as `view` shows them."""
    first, last = span(view, day)
    found = occurrences(user, first, last, layers, who)
    reader = _Reader(view, day, who, free_days(first, last), _names(found))
    if view == MONTH:
        weeks = [reader.month_week(sunday, found) for sunday in weeks_of(day, MONTH)]
        days = [each for week in weeks for each in week.days if not each.is_beside]
    else:
        week = reader.strip(days_between(first, last), found, with_hours=view != AGENDA)
        weeks, days = [week], week.days
    inside = {each.day for each in days}
    return Screen(
        view=view,
        day=day,
        title=title(view, first, last, day),
        previous=reader.address(turned(view, day, -1)),
        following=reader.address(turned(view, day, 1)),
        today=reader.address(clock.today()),
        weeks=weeks,
        weekdays=weekdays(),
        views=[
            {"code": code, "words": words, "key": KEYS[code], "is_on": code == view,
             "address": reader.address(day, code)}
            for code, words in _words_of_views().items()
        ],
        count=sum(1 for each in found if _touches(each, inside)),
        is_cut=view == AGENDA and len(found) > MOST_OF_LIST,
        hours=range(24),
        days=days,
    )  # fmt: skip


def _words_of_views() -> Mapping[str, str]:
    return {
        DAY: pgettext("calendar", "Day"),
        WEEK: pgettext("calendar", "Week"),
        MONTH: pgettext("calendar", "Month"),
        AGENDA: pgettext("calendar", "Agenda"),
    }


def read_day(text: str) -> date:
    """The day that an address asks for, or today."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return clock.today()
    return day if 1900 <= day.year <= 2199 else clock.today()


class _Reader:
    """Draws occurrences as entries of one look."""

    def __init__(
        self, view: str, day: date, who: UUID | None, free: Mapping[date, str],
        names: Mapping[UUID, str],
    ) -> None:  # fmt: skip
        self.view, self.day, self.who, self.free, self.names = view, day, who, free, names
        self.now, self.today = clock.now(), clock.today()
        self.page = reverse("calendar:schedule")
        self.made: dict[int, Entry] = {}

    def address(self, day: date, view: str = "") -> str:
        asked = {"view": view or self.view, "day": day.isoformat()}
        if self.who is not None:
            asked["who"] = str(self.who)
        return f"{self.page}?{urlencode(asked)}"

    def month_week(self, sunday: date, found: Sequence[Occurrence]) -> Week:
        saturday = sunday + timedelta(days=6)
        here = [each for each in found if each.first <= saturday and each.last >= sunday]
        spans = [Span(first=each.first, last=each.last, what=each) for each in here]
        bars, left = lay(spans, sunday, ROWS)
        drawn = [self.bar(bar) for bar in bars]
        counts = [0] * 7
        for each in here:
            first, last = max(each.first, sunday), min(each.last, saturday)
            for day in range((first - sunday).days, (last - sunday).days + 1):
                counts[day] += 1
        days = [
            self.day_of(sunday + timedelta(days=n), count=counts[n], left=left[n]) for n in range(7)
        ]
        return Week(days=days, bars=drawn)

    def strip(self, days: Sequence[date], found: Sequence[Occurrence], *, with_hours: bool) -> Week:
        """Days side by side with their hours, or one below the other."""
        if not with_hours:
            return Week(days=self.listed(days, found[:MOST_OF_LIST]), bars=[])
        long = [each for each in found if each.is_all_day or each.first != each.last]
        spans = [
            Span(first=max(each.first, days[0]), last=min(each.last, days[-1]), what=each)
            for each in long
        ]
        bars, left = lay(spans, days[0], WHOLE_DAYS)
        drawn = []
        for n, day in enumerate(days):
            here = [each for each in found if each.first == each.last == day]
            here = [each for each in here if not each.is_all_day]
            blocks, beyond = self.blocks(here)
            count = len(here) + sum(1 for each in long if each.first <= day <= each.last)
            drawn.append(self.day_of(day, count=count, left=left[n] + beyond, blocks=blocks))
        return Week(days=drawn, bars=[self.bar(bar) for bar in bars])

    def listed(self, days: Sequence[date], found: Sequence[Occurrence]) -> list[Day]:
        lists = []
        for day in days:
            here = [each for each in found if each.first <= day <= each.last]
            entries = [self.entry(each) for each in here]
            if entries or day in self.free or day == self.today:
                lists.append(self.day_of(day, count=len(here), entries=entries))
        return lists

    def day_of(self, day: date, **rest: Any) -> Day:
        sunday = day.isoweekday() == 7
        return Day(
            day=day,
            words=said.full_day(day),
            weekday=weekdays()[day.isoweekday() % 7],
            is_today=day == self.today,
            is_beside=self.view == MONTH
            and (day.year, day.month) != (self.day.year, self.day.month),
            is_free=sunday or day in self.free,
            holiday=self.free.get(day, ""),
            lunar=lunar_words(day) if sunday or self.view == DAY else "",
            address=self.address(day, DAY),
            **{"left": 0, **rest},
        )

    def bar(self, bar: Bar) -> Bar:
        return Bar(
            what=self.entry(bar.what), column=bar.column, days=bar.days, row=bar.row,
            comes=bar.comes, goes=bar.goes,
        )  # fmt: skip

    def blocks(self, here: Sequence[Occurrence]) -> tuple[list[Block], int]:
        """Appointments of a day beside each other, and how many found no room."""
        blocks, beyond = [], 0
        for group in groups_of(here):
            lanes = lanes_of(group)
            width = min(max(lanes.values(), default=0) + 1, LANES)
            for each in group:
                lane = lanes[id(each)]
                if lane >= LANES:
                    beyond += 1
                    continue
                top = each.starts.hour * 60 + each.starts.minute
                height = max(int((each.ends - each.starts).total_seconds() // 60), 20)
                blocks.append(
                    Block(
                        what=self.entry(each), top=top, height=min(height, 1440 - top),
                        left=100 * lane / width, width=100 / width,
                    )
                )  # fmt: skip
        return blocks, beyond

    def entry(self, each: Occurrence) -> Entry:
        found = self.made.get(id(each))
        if found is None:
            found = self.made[id(each)] = self._entry(each)
        return found

    def _entry(self, each: Occurrence) -> Entry:
        who = self.names.get(each.owner, "") if each.owner is not None else ""
        busy = each.layer == BUSY
        day = each.day.isoformat() if each.day else ""
        return Entry(
            key=str(each.pk or ""),
            name=_("Busy") if busy else each.title,
            address="" if busy else each.address or address_of(each),
            layer=each.layer,
            time="" if each.is_all_day else f"{each.starts:%H:%M}",
            until=_until(each),
            starts=f"{each.starts:%Y-%m-%dT%H:%M}",
            ends=f"{each.ends:%Y-%m-%dT%H:%M}",
            day=day,
            is_all_day=each.is_all_day,
            is_series=each.day is not None,
            is_high=each.importance == "high",
            who=who,
            place=each.place,
            is_past=each.ends < self.now,
        )


def address_of(each: Occurrence) -> str:
    """Where an appointment is looked at: the day of a series, or the one itself."""
    day = each.day or each.first
    return reverse("calendar:occurrence", args=[each.pk, day.isoformat()])


def _until(each: Occurrence) -> str:
    if each.first != each.last:
        return f"{each.last:%m-%d}" if each.is_all_day else f"{each.ends:%m-%d %H:%M}"
    return "" if each.is_all_day else f"{each.ends:%H:%M}"


def _touches(each: Occurrence, days: Collection[date]) -> bool:
    if each.first in days:
        return True
    return any(day in days for day in days_between(each.first, each.last))


def _names(found: Sequence[Occurrence]) -> dict[UUID, str]:
    keys = {each.owner for each in found if each.owner is not None}
    return dict(User.objects.filter(pk__in=keys).values_list("pk", "name"))
