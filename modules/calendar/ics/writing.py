"""A user's appointments as an iCalendar file: zones, rules, left-out days, cancelled ones (W4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from icalendar import Calendar, Event, vRecur

from dangol import clock
from modules.calendar import rights
from modules.calendar.models import Appointment, Repeat
from modules.calendar.models.appointment import ONCE
from modules.calendar.records import appointment_record
from modules.calendar.services.appointments import at, rule_of

BACK = timedelta(days=366)
"""How far back appointments stand in a feed."""
CANCELLED_FOR = timedelta(days=60)
"""How long those that were removed are told as cancelled."""
LUNAR_YEARS = 10
"""Days of a lunar rule that are written one by one: RFC 5545 has no rule for it."""
MOST = 5_000


def written(user: Any, name: str, host: str) -> bytes:
    """The calendar of what is the user's own and in what they take part."""
    calendar = Calendar()
    calendar.add("prodid", "-//Dangol//Calendar//KO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", str(clock.KOREA))
    for appointment in _rows(user):
        calendar.add_component(_event(appointment, host))
    calendar.add_missing_timezones()
    found: bytes = calendar.to_ical()
    return found


def _rows(user: Any) -> Iterable[Appointment]:
    mine = Q(owner=user.pk) | rights.involves(user)
    since = clock.now() - BACK
    reaches = Q(ends_at__gte=since) | (~ONCE & (Q(last_on=None) | Q(last_on__gte=since.date())))
    present = appointment_record.visible_to(user).filter(mine, reaches)
    gone = Appointment.objects.trashed().filter(mine, deleted_at__gte=clock.now() - CANCELLED_FOR)
    for rows in (present, gone):
        yield from rows.select_related("series").order_by("starts_at", "pk")[:MOST]


def _event(appointment: Appointment, host: str) -> Event:
    event = Event()
    of = appointment.series or appointment
    event.add("uid", of.uid or f"{of.pk}@{host}")
    event.add("dtstamp", appointment.updated_at)
    event.add("created", appointment.created_at)
    event.add("last-modified", appointment.updated_at)
    event.add("summary", appointment.title)
    _add_times(event, appointment)
    for name, text in (("location", appointment.place), ("description", appointment.memo)):
        if text:
            event.add(name, text)
    event.add("class", "PRIVATE" if appointment.visibility == "private" else "PUBLIC")
    event.add("priority", {"high": 1, "normal": 5, "low": 9}.get(appointment.importance, 5))
    event.add("status", "CANCELLED" if appointment.deleted_at else "CONFIRMED")
    if appointment.repeat:
        _add_rule(event, appointment)
    if appointment.series is not None and appointment.occurs_on is not None:
        event.add("recurrence-id", _moment(appointment.series, appointment.occurs_on))
    return event


def _add_times(event: Event, appointment: Appointment) -> None:
    starts = appointment.starts_at.astimezone(clock.KOREA)
    ends = appointment.ends_at.astimezone(clock.KOREA)
    if appointment.is_all_day:
        event.add("dtstart", starts.date())
        event.add("dtend", ends.date() + timedelta(days=1))  # the day after, as the standard has it
    else:
        event.add("dtstart", starts)
        event.add("dtend", ends)


def _add_rule(event: Event, series: Appointment) -> None:
    rule = rule_of(series)
    if series.repeat == Repeat.LUNAR:
        years = date(clock.today().year + LUNAR_YEARS, 12, 31)
        days = [day for day in rule.between(rule.first, years) if day != rule.first]
        event.add("rdate", [_moment(series, day) for day in days])
    else:
        event.add("rrule", vRecur.from_ical(_with_end(rule.written(), series)))
    singles = set(series.singles.present().values_list("occurs_on", flat=True))  # type: ignore[attr-defined]
    left_out = [date.fromisoformat(text) for text in series.skipped]
    gone = [_moment(series, day) for day in left_out if day not in singles]
    if gone:
        event.add("exdate", gone)


def _with_end(rule: str, series: Appointment) -> str:
    """The rule with its end; what repeats some times says how many."""
    if series.repeat_count is not None:
        return f"{rule};COUNT={series.repeat_count}"
    if series.last_on is None:
        return rule
    if series.is_all_day:
        return f"{rule};UNTIL={series.last_on:%Y%m%d}"
    end = datetime.combine(series.last_on, time(23, 59, 59), tzinfo=clock.KOREA)
    return f"{rule};UNTIL={end.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _moment(series: Appointment, day: date) -> date | datetime:
    return day if series.is_all_day else at(day, series.starts_at)
