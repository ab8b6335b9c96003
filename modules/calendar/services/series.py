"""Changing one day of a series, that day and all that follow, or all of it (A25)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from modules.calendar.models import Appointment
from modules.calendar.services.appointments import (
    FIELDS,
    appointments,
    at,
    next_reminder,
    rule_of,
)
from tenants.services.records import Values

ONE, FOLLOWING, ALL = "one", "following", "all"
WHICH = (ONE, FOLLOWING, ALL)
NO_RULE: Values = {
    "repeat": "", "every": 1, "weekdays": "", "repeat_until": None, "repeat_count": None,
}  # fmt: skip


def check_day(series: Appointment, day: date) -> None:
    """RuleBroken when nothing of the series is on this day."""
    if day.isoformat() in series.skipped or day not in rule_of(series).between(day, day):
        raise RuleBroken(
            "no_such_day", _("The series has nothing on this day any more. Open it again.")
        )


@transaction.atomic
def change(series: Appointment, day: date, values: Values, which: str) -> Appointment:
    """Writes values of the one on `day`; what then holds it. Times are meant for that day.

    RuleBroken when the series is not on this day, and as the service of appointments.
    """
    series = appointments.locked(series.pk)
    check_day(series, day)
    is_first = day == next(rule_of(series).days(), day)
    if which == ALL or (which == FOLLOWING and is_first):
        return _change_all(series, day, values)
    if which == FOLLOWING:
        return _change_following(series, day, values)
    made: Appointment = appointments.create({**_values(series, day), **values, **NO_RULE})
    _mark_single(made, series, day)
    _skip(series, day)
    return made


@transaction.atomic
def remove(series: Appointment, day: date, which: str) -> dict[str, Any]:
    """Removes the one on `day`, it and what follows, or all; what `put_back` needs."""
    series = appointments.locked(series.pk)
    check_day(series, day)
    if which == ALL:
        appointments.remove(series)
        return {"all": True}
    if which == ONE:
        _skip(series, day)
        return {"day": day.isoformat()}
    kept = {
        "repeat_until": series.repeat_until and series.repeat_until.isoformat(),
        "repeat_count": series.repeat_count,
    }
    if day == next(rule_of(series).days(), day):
        appointments.remove(series)
        return {"all": True}
    _end_before(series, day)
    return kept


@transaction.atomic
def put_back(series: Appointment, kept: dict[str, Any]) -> None:
    """Takes `remove` back."""
    if kept.get("all"):
        appointments.restore(series)
    elif "day" in kept:
        unskip(series, kept["day"])
    else:
        until = kept["repeat_until"]
        values = {"repeat_until": date.fromisoformat(until) if until else None}
        appointments.edit(series, {**values, "repeat_count": kept["repeat_count"]}, "")


def unskip(series: Appointment, day: str) -> None:
    """The series is on this day again."""
    series = appointments.locked(series.pk)
    _keep_skipped(series, [each for each in series.skipped if each != day])


def _skip(series: Appointment, day: date) -> None:
    _keep_skipped(series, sorted({*series.skipped, day.isoformat()}))


def _keep_skipped(series: Appointment, days: list[str]) -> None:
    if days == series.skipped:
        return
    before, series.skipped = series.skipped, days
    series.updated_at = clock.now()
    series.remind_at = next_reminder(series, clock.now())
    series.save(update_fields=["skipped", "updated_at", "remind_at"])
    appointments.note("edit", series, {"skipped": [before, days]})


def _change_all(series: Appointment, day: date, values: Values) -> Appointment:
    """The whole series is moved by as much as this day is."""
    moved = dict(values)
    for name in ("starts_at", "ends_at"):
        if moved.get(name) is not None:
            moved[name] -= day - series.first_on
    found: Appointment = appointments.edit(series, moved, "")
    return found


def _change_following(series: Appointment, day: date, values: Values) -> Appointment:
    """A series of its own from this day on; the old one ends the day before."""
    later = [each for each in series.skipped if each >= day.isoformat()]
    rest = _values(series, day)
    if series.repeat_count is not None:
        gone = len(rule_of(series).between(series.first_on, day - timedelta(days=1)))
        rest["repeat_count"] = series.repeat_count - gone
    if "repeat_count" in values and values["repeat_count"] == series.repeat_count:
        values = {name: value for name, value in values.items() if name != "repeat_count"}
    _end_before(series, day)
    made: Appointment = appointments.create({**rest, **values})
    if later and made.repeat:
        _keep_skipped(made, later)
    return made


def _end_before(series: Appointment, day: date) -> None:
    values = {"repeat_until": day - timedelta(days=1), "repeat_count": None}
    appointments.edit(series, values, "")


def _values(series: Appointment, day: date) -> Values:
    """What the one on this day would be made with."""
    names = [name.removesuffix("_id") for name in FIELDS]
    starts = at(day, series.starts_at)
    found: Values = {name: getattr(series, name) for name in names}
    return {**found, "starts_at": starts, "ends_at": starts + series.lasts}


def _mark_single(made: Appointment, series: Appointment, day: date) -> None:
    made.series, made.occurs_on = series, day
    made.save(update_fields=["series", "occurs_on"])
