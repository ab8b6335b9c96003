"""Reading an appointment from one line, as people write it: 내일 3시 회의 (A25).

Pure: it knows words and days. What is no day and no time is the title.
"""

from __future__ import annotations

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from dangol import clock
from dangol.errors import RuleBroken

USUAL = timedelta(hours=1)
NEAR_DAYS = {
    "그저께": -2, "어제": -1, "오늘": 0, "내일": 1, "모레": 2, "글피": 3,
    "yesterday": -1, "today": 0, "tomorrow": 1,
}  # fmt: skip
WEEKDAYS = {
    "월": 0, "화": 1, "수": 2, "목": 3, "금": 4, "토": 5, "일": 6,
    "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
WEEKS = {"지난": -1, "이번": 0, "다음": 1, "다다음": 2, "last": -1, "this": 0, "next": 1}

_ISO = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})\.?(?!\d)")
_MONTH_DAY = re.compile(r"(?:(\d{4})년\s*)?(?<!\d)(\d{1,2})월\s*(\d{1,2})일(?:에)?(?=\s|$)")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])")
_NEAR = re.compile(rf"(?<!\S)({'|'.join(NEAR_DAYS)})(?:에)?(?=\s|$)", re.IGNORECASE)
_DAYS_ON = re.compile(r"(?<!\S)(\d{1,3})일\s*(?:뒤|후)(?:에)?(?=\s|$)")
_WEEKDAY = re.compile(
    r"(?<!\S)(?:(지난|이번|다음|다다음)\s*주?\s*)?([월화수목금토일])요일(?:에)?(?=\s|$)"
)
_ENGLISH = re.compile(
    r"(?<!\S)(?:(last|this|next)\s+)?(mon|tue|wed|thu|fri|sat|sun)[a-z]*(?=\s|$)", re.IGNORECASE
)
_TIME = (
    r"(?:(오전|오후|아침|점심|저녁|밤|새벽)\s*)?"
    r"(?:(\d{1,2}):(\d{2})|(\d{1,2})시(?:\s*(\d{1,2})분|\s*(반))?)\s*(am|pm)?"
)
_SPAN = re.compile(
    rf"(?<!\S){_TIME}\s*(?:~|-|부터)\s*{_TIME}(?:까지)?(?:에)?(?=\s|$)", re.IGNORECASE
)
_FROM = re.compile(rf"(?<!\S){_TIME}(?:에|부터)?(?=\s|$)", re.IGNORECASE)
_ENGLISH_TIME = re.compile(
    r"(?<!\S)(?:at\s+)?(\d{1,2})(?::(\d{2}))?\s*(am|pm)(?=\s|$)", re.IGNORECASE
)
_ALL_DAY = re.compile(r"(?<!\S)(종일|하루\s*종일|all day)(?=\s|$)", re.IGNORECASE)
_LASTS = re.compile(r"(?<!\S)(\d{1,2})시간(?:\s*(반))?(?:\s*동안)?(?=\s|$)")


@dataclass(frozen=True)
class Quick:
    """What a line says. Without a time it is a whole day."""

    title: str
    starts: datetime
    ends: datetime
    is_all_day: bool


class _Text:
    """A line from which one understood part after another is taken."""

    def __init__(self, text: str) -> None:
        self.left = " ".join(text.split())

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.search(self.left)
        if found is not None:
            self.left = " ".join(f"{self.left[: found.start()]} {self.left[found.end() :]}".split())
        return found


def read(line: str, day: date) -> Quick:
    """What the line says, for somebody who lives on `day`; without a day in it, it is that one.

    RuleBroken for a day or a time that does not exist, and where nothing is left for a title.
    """
    text = _Text(line)
    is_all_day = text.take(_ALL_DAY) is not None
    on = _day(text, day) or day
    lasts = text.take(_LASTS)
    begin, end = _times(text)
    if not text.left:
        raise RuleBroken("no_title", _("Write what it is, such as: tomorrow 3pm meeting."))
    if begin is None or is_all_day:
        starts = datetime.combine(on, time(), tzinfo=clock.KOREA)
        ends = datetime.combine(on, time(23, 59), tzinfo=clock.KOREA)
        return Quick(text.left, starts, ends, True)
    starts = datetime.combine(on, begin, tzinfo=clock.KOREA)
    ends = datetime.combine(on, end, tzinfo=clock.KOREA) if end is not None else starts + USUAL
    if lasts is not None:
        half = 30 if lasts[2] else 0
        ends = starts + timedelta(hours=int(lasts[1]), minutes=half)
    if ends <= starts:
        ends += timedelta(days=1)
    return Quick(text.left, starts, ends, False)


def _day(text: _Text, today: date) -> date | None:
    """The day that is named; a day and month without a year is the next one to come."""
    if found := text.take(_ISO):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := text.take(_MONTH_DAY):
        if found[1]:
            return _date(int(found[1]), int(found[2]), int(found[3]))
        return _coming(today, int(found[2]), int(found[3]))
    if found := text.take(_SLASHED):
        return _coming(today, int(found[1]), int(found[2]))
    if found := text.take(_NEAR):
        return today + timedelta(days=NEAR_DAYS[found[1].lower()])
    if found := text.take(_DAYS_ON):
        return today + timedelta(days=int(found[1]))
    if found := text.take(_WEEKDAY) or text.take(_ENGLISH):
        return _weekday(today, (found[1] or "").lower(), WEEKDAYS[found[2].lower()])
    return None


def _weekday(today: date, week: str, weekday: int) -> date:
    """The weekday of a week, which begins on Sunday; without a week, the next one to come."""
    if not week:
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    sunday = today - timedelta(days=(today.weekday() + 1) % 7)
    return sunday + timedelta(days=7 * WEEKS[week] + (weekday + 1) % 7)


def _coming(today: date, month: int, day: int) -> date:
    years = [today.year, today.year + 1]
    if (month, day) == (2, 29):
        years = [year for year in range(today.year, today.year + 9) if isleap(year)]
    this = _date(years[0], month, day)
    return _date(years[1], month, day) if this < today - timedelta(days=31) else this


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        words = _("There is no such day: %(month)s/%(day)s. Write another.")
        raise RuleBroken("no_such_day", words % {"month": month, "day": day}) from None


def _times(text: _Text) -> tuple[time | None, time | None]:
    if found := text.take(_SPAN):
        begin = _time(*found.groups()[:7])
        end = _time(found[8] or found[1], *found.groups()[8:])
        if end <= begin and end.hour < 12:
            end = end.replace(hour=end.hour + 12)
        return begin, end
    if found := text.take(_ENGLISH_TIME):
        return _time("", found[1], found[2] or "0", None, None, None, found[3]), None
    if found := text.take(_FROM):
        return _time(*found.groups()), None
    return None, None


def _time(
    part: str | None, hour: str | None, minute: str | None, spoken: str | None,
    spoken_minute: str | None, half: str | None, english: str | None,
) -> time:  # fmt: skip
    """The time of day; 1시 to 6시 alone is in the afternoon, as people at work mean it."""
    number = int(hour or spoken or 0)
    minutes = 30 if half else int(minute or spoken_minute or 0)
    late = part in ("오후", "저녁", "밤", "점심") or (english or "").lower() == "pm"
    early = part in ("오전", "아침", "새벽") or (english or "").lower() == "am"
    if late and number < 12 and not (part == "점심" and number >= 11):
        number += 12
    elif early and number == 12:
        number = 0
    elif spoken and not part and not english and 1 <= number <= 6:
        number += 12
    if number > 23 or minutes > 59:
        words = _("There is no such time: %(time)s. Write one from 0 to 23.")
        raise RuleBroken("no_such_time", words % {"time": f"{number}:{minutes:02}"})
    return time(number, minutes)
