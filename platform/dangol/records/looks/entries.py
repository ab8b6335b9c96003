"""Records as entries of a calendar: those of some days, in one statement (U1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, DateTimeField, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from dangol import clock
from dangol.i18n import days as said
from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.records.edits.in_place import version_of
from dangol.records.lists.counting import count_each
from dangol.records.lists.listing import Listing
from dangol.records.looks.days import Span, days_between
from dangol.records.looks.levels import level_of
from dangol.records.looks.spans import ByDays
from dangol.records.parts import Calendar

MOST_SPANS = 400
"""Records of several days each that are laid out; beyond it one is told."""
MOST_OF_DAY = 200
MOST_COUNTED = 300
"""Records of one day that are counted in a list beyond the cap of counts."""
TONES = ("active", "ok", "warn", "info", "err", "wait")
"""Kinds of the dots of choices, in their order, where the declaration names none."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One record on a calendar. `day` is its first one; `time` "" where only the day is known."""

    pk: Any
    name: str
    address: str
    version: str
    day: date
    time: str
    tone: str
    state: str
    until: str


@dataclass(frozen=True, kw_only=True)
class Laid:
    """What stands on some days.

    counts  how many each day has, those without any left out; `over` are days that have more
    is_cut  there are more records of several days than are laid out
    """

    spans: list[Span]
    counts: dict[date, int]
    over: frozenset[date] = frozenset()
    is_cut: bool = False


def read_entries(listing: Listing, user: Any, calendar: Calendar, day: date) -> list[Entry]:
    """Everything on one day, up to MOST_OF_DAY."""
    rows = _overlapping(listing, user, calendar, day, day)
    return [_entry(listing, calendar, row) for row in _in_order(rows, calendar)[:MOST_OF_DAY]]


def _overlapping(
    listing: Listing, user: Any, calendar: Calendar, first: date, last: date
) -> QuerySet[Any]:
    """The selected records that stand on any of the days."""
    record = listing.record
    rows = listing.selection.of(record.visible_to(user))
    after = last + timedelta(days=1)
    begins = Q(**{f"{calendar.field}__lt": _as_field(record, calendar.field, after)})
    from_first = _as_field(record, calendar.field, first)
    starts_here = Q(**{f"{calendar.field}__gte": from_first})
    if not calendar.until:
        return rows.filter(begins & starts_here)
    ends = Q(**{f"{calendar.until}__gte": _as_field(record, calendar.until, first)})
    return rows.filter(begins & (ends | (starts_here & Q(**{f"{calendar.until}__isnull": True}))))


def single(
    listing: Listing, user: Any, calendar: Calendar, first: date, last: date, rows: int
) -> Laid:
    """The first records of each day and how many it has, in one statement.

    In a list beyond the cap of counts each day is looked up by itself, and counted to a cap.
    """
    record = listing.record
    level = level_of(record, calendar.field, "day")
    if not isinstance(level, ByDays):
        raise TypeError(f"{calendar.field} of {record.code} is no date.")
    if listing.is_capped:
        return _day_by_day(listing, user, calendar, level, days_between(first, last), rows)
    found = _overlapping(listing, user, calendar, first, last).annotate(
        calendar_day=level.expression()
    )
    order = [F(calendar.field).asc(), F("id").asc()]
    found = found.annotate(
        calendar_place=Window(RowNumber(), partition_by=F("calendar_day"), order_by=order),
        calendar_count=Window(Count("*"), partition_by=F("calendar_day")),
    )
    spans, counts = [], {}
    for row in found.filter(calendar_place__lte=rows).order_by(calendar.field, "id"):
        counts[row.calendar_day] = row.calendar_count
        entry = _entry(listing, calendar, row)
        spans.append(Span(first=row.calendar_day, last=row.calendar_day, what=entry))
    return Laid(spans=spans, counts=counts)


def _day_by_day(
    listing: Listing, user: Any, calendar: Calendar, level: ByDays, days: Sequence[date], rows: int
) -> Laid:
    """The same, whose work is bounded however many records there are."""
    selected = _in_order(listing.selection.of(listing.record.visible_to(user)), calendar)
    parts = [selected.filter(level.condition(level.key(day))) for day in days]
    found = dict(zip(days, count_each(parts, MOST_COUNTED, rows), strict=True))
    ids = [pk for _count, begun in found.values() for pk in begun]
    spans = []
    for row in _in_order(listing.record.visible_to(user).filter(pk__in=ids), calendar):
        day = _local(getattr(row, calendar.field))
        spans.append(Span(first=day, last=day, what=_entry(listing, calendar, row)))
    return Laid(
        spans=spans,
        counts={day: min(count, MOST_COUNTED) for day, (count, _begun) in found.items() if count},
        over=frozenset(day for day, (count, _begun) in found.items() if count > MOST_COUNTED),
    )


def lasting(
    listing: Listing, user: Any, calendar: Calendar, first: date, last: date, rows: int
) -> Laid:
    """Records of several days each: all of them up to a limit, in one statement."""
    found = _in_order(_overlapping(listing, user, calendar, first, last), calendar)
    read = list(found[: MOST_SPANS + 1])
    spans, counts = [], dict[date, int]()
    for row in read[:MOST_SPANS]:
        start = _local(getattr(row, calendar.field))
        end = _local(getattr(row, calendar.until) or getattr(row, calendar.field))
        spans.append(Span(first=start, last=max(start, end), what=_entry(listing, calendar, row)))
        day = max(start, first)
        while day <= min(end, last):
            counts[day] = counts.get(day, 0) + 1
            day += timedelta(days=1)
    return Laid(spans=spans, counts=counts, is_cut=len(read) > MOST_SPANS)


def _in_order(rows: QuerySet[Any], calendar: Calendar) -> QuerySet[Any]:
    return rows.order_by(calendar.field, "id")


def _entry(listing: Listing, calendar: Calendar, row: Any) -> Entry:
    record = listing.record
    value = getattr(row, calendar.field)
    tail = f"?{urlencode({'list': listing.query})}" if listing.query else ""
    is_moment = isinstance(value, datetime)
    until = getattr(row, calendar.until) if calendar.until else None
    return Entry(
        pk=row.pk,
        name=shown(row, record.title) or "—",
        address=f"{reverse(record.url_name('page'), args=[row.pk])}{tail}",
        version=version_of(record, row),
        day=_local(value),
        time=f"{value.astimezone(clock.KOREA):%H:%M}" if is_moment else "",
        tone=tone_of(record, calendar, getattr(row, calendar.colour)) if calendar.colour else "",
        state=shown(row, calendar.colour) if calendar.colour else "",
        until=said.day(until) if until and _local(until) != _local(value) else "",
    )


def tone_of(record: Record, calendar: Calendar, value: Any) -> str:
    if calendar.tones:
        return calendar.tones.get(str(value), "wait")
    values = [code for code, _label in record.model_field(calendar.colour).flatchoices]
    return TONES[values.index(value) % len(TONES)] if value in values else "wait"


def _as_field(record: Record, name: str, day: date) -> date | datetime:
    """The beginning of a day as the field holds it."""
    if isinstance(record.model_field(name), DateTimeField):
        return clock.midnight(day)
    return day


def _local(value: date | datetime) -> date:
    return value.astimezone(clock.KOREA).date() if isinstance(value, datetime) else value
