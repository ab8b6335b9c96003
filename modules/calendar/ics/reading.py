"""Appointments out of an iCalendar file (W4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Calendar

from dangol import clock
from dangol.errors import RuleBroken
from modules.calendar.models import Repeat, Visibility
from modules.calendar.rules import WEEKDAYS

MOST = 5_000
LONGEST_TEXT = 4_000


@dataclass(frozen=True)
class Read:
    """One event of a file.

    values    for the service of appointments
    left_out  days of its rule on which nothing is
    problem   why it cannot be taken over, "" when it can
    """

    uid: str
    title: str
    values: dict[str, Any] = field(default_factory=dict)
    left_out: list[date] = field(default_factory=list)
    single_of: date | None = None
    is_cancelled: bool = False
    problem: str = ""


def read(content: bytes) -> list[Read]:
    """The events of the file. RuleBroken for what is no calendar, or has too many."""
    try:
        calendars = Calendar.from_ical(content, multiple=True)
        events = [event for each in calendars for event in each.walk("VEVENT")]
    except (ValueError, IndexError, KeyError) as error:
        raise RuleBroken(
            "no_calendar",
            _("This is no calendar file (.ics). Export the calendar anew and choose that file."),
            field="file",
        ) from error
    if not events:
        raise RuleBroken(
            "no_events", _("No appointment is in this file. Choose another one."), field="file"
        )
    if len(events) > MOST:
        raise RuleBroken(
            "too_many", _("The file has more than 5,000 appointments. Split it up."), field="file"
        )
    return [_read(event) for event in events]


def _read(event: Any) -> Read:
    uid, title = str(event.get("uid", ""))[:200], str(event.get("summary", "") or _("No title"))
    title = " ".join(title.split())[:100]
    try:
        values = {"title": title, **_times(event), **_texts(event), **_rule(event)}
        single_of = _day(event["recurrence-id"].dt) if "recurrence-id" in event else None
        left_out = list(_left_out(event))
    except _Unknown as unknown:
        return Read(uid, title, problem=str(unknown))
    except (ValueError, KeyError, AttributeError, TypeError):
        return Read(uid, title, problem=_("Its times cannot be read."))
    cancelled = str(event.get("status", "")).upper() == "CANCELLED"
    return Read(uid, title, values, left_out, single_of, cancelled)


class _Unknown(Exception):
    """A rule that appointments here do not have; the message says so."""


def _times(event: Any) -> dict[str, Any]:
    starts = event["dtstart"].dt
    is_all_day = not isinstance(starts, datetime)
    ends = event["dtend"].dt if "dtend" in event else None
    if ends is None and "duration" in event:
        ends = starts + event["duration"].dt
    if is_all_day:
        last = ends - timedelta(days=1) if ends is not None and ends > starts else starts
        return {
            "starts_at": datetime.combine(starts, time(), tzinfo=clock.KOREA),
            "ends_at": datetime.combine(last, time(23, 59), tzinfo=clock.KOREA),
            "is_all_day": True,
        }
    starts = _aware(starts)
    return {"starts_at": starts, "ends_at": _aware(ends) if ends else starts, "is_all_day": False}


def _texts(event: Any) -> dict[str, Any]:
    place = " ".join(str(event.get("location", "")).split())[:100]
    closed = str(event.get("class", "")).upper() in ("PRIVATE", "CONFIDENTIAL")
    return {
        "place": place,
        "memo": str(event.get("description", ""))[:LONGEST_TEXT],
        "visibility": Visibility.PRIVATE if closed else Visibility.COMPANY,
    }


def _rule(event: Any) -> dict[str, Any]:
    if "rrule" not in event:
        return {}
    rule = event["rrule"]
    if isinstance(rule, list):
        raise _Unknown(_("It repeats by two rules; here there is one."))
    parts = {name.upper(): values for name, values in rule.items()}
    found = {**_frequency(parts), "every": int(parts.get("INTERVAL", [1])[0])}
    if "UNTIL" in parts:
        found["repeat_until"] = _day(parts["UNTIL"][0])
    elif "COUNT" in parts:
        found["repeat_count"] = int(parts["COUNT"][0])
    return found


def _frequency(parts: dict[str, Any]) -> dict[str, Any]:
    """Which of the rules here it is; those with further parts are none of them."""
    frequency = str(parts["FREQ"][0]).upper()
    on = [str(each).upper() for each in parts.get("BYDAY", [])]
    if frequency == "DAILY" and not on:
        return {"repeat": Repeat.DAILY}
    if frequency == "WEEKLY" and all(each in WEEKDAYS for each in on):
        return {"repeat": Repeat.WEEKLY, "weekdays": ",".join(on)}
    if frequency == "MONTHLY" and len(on) <= 1:
        return {"repeat": Repeat.NTH if on else Repeat.MONTHLY}
    if frequency == "YEARLY" and not on:
        return {"repeat": Repeat.YEARLY}
    raise _Unknown(_("Its rule (%(rule)s) is not known here.") % {"rule": frequency})


def _left_out(event: Any) -> Iterator[date]:
    found = event.get("exdate", [])
    for group in found if isinstance(found, list) else [found]:
        for each in group.dts:
            yield _day(each.dt)


def _day(moment: Any) -> date:
    found: date = _aware(moment).date() if isinstance(moment, datetime) else moment
    return found


def _aware(moment: datetime) -> datetime:
    """In Korea's time; one without a zone is meant where it is read."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=clock.KOREA)
    return moment.astimezone(clock.KOREA)
