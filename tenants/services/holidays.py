"""A company's own days off, and public holidays on which it works (P7)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from tenants import audit
from tenants.holidays import FIRST_YEAR, LAST_YEAR, lunar_of, public
from tenants.people.models import Holiday, WorkedHoliday

Repeat = Holiday.Repeat


def add(*, name: str, day: date, repeat: str) -> Holiday:
    """A new day off. With a lunar repeat `day` is a solar day, whose lunar date comes back.

    Raises RuleBroken for a year that is not known or a day that stands there already.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise RuleBroken(
            "holiday_year",
            _("Choose a day between %(first)s and %(last)s.")
            % {"first": FIRST_YEAR, "last": LAST_YEAR},
            field="day",
        )
    month, on = lunar_of(day) if repeat == Repeat.LUNAR else (day.month, day.day)
    try:
        with transaction.atomic():
            return _create(
                Holiday(
                    name=name,
                    repeat=repeat,
                    year=day.year if repeat == Repeat.ONCE else None,
                    month=month,
                    day=on,
                )
            )
    except IntegrityError as error:
        raise RuleBroken(
            "holiday_twice", _("There is a day off of yours on this day already."), field="day"
        ) from error


def remove(holiday: Holiday) -> dict[str, object]:
    """Takes a day off away; returns what `restore` needs to bring it back."""
    kept: dict[str, object] = {
        "id": str(holiday.pk),
        "name": holiday.name,
        "repeat": holiday.repeat,
        "year": holiday.year,
        "month": holiday.month,
        "day": holiday.day,
    }
    with transaction.atomic():
        holiday.delete()
        _tell("tenants.holiday.remove", UUID(str(kept["id"])), holiday.name)
    return kept


def restore(kept: dict[str, object]) -> Holiday | None:
    """Brings a removed day off back; None when another stands there by now."""
    try:
        with transaction.atomic():
            return _create(Holiday(**kept))
    except IntegrityError:
        return None


@transaction.atomic
def work_on(day: date, *, works: bool) -> None:
    """Whether the company works on a public holiday. RuleBroken when the day is none."""
    if day not in public(day.year):
        raise RuleBroken("no_holiday", _("This day is no public holiday."), field="day")
    if works:
        WorkedHoliday.objects.get_or_create(day=day)
    else:
        WorkedHoliday.objects.filter(day=day).delete()
    deed = f"tenants.holiday.{'off' if works else 'on'}"
    _tell(deed, day, public(day.year)[day], {"day": day.isoformat()})


def _create(holiday: Holiday) -> Holiday:
    holiday.save(force_insert=True)
    _tell("tenants.holiday.add", holiday.pk, holiday.name)
    return holiday


def _tell(action: str, key: object, summary: str, facts: dict[str, str] | None = None) -> None:
    audit.record(action, subject="tenants.holiday", subject_id=key, summary=summary, changes=facts)
