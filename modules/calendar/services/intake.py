"""Taking over an iCalendar file: what came from it before is renewed, nothing stands twice (W4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from dangol.errors import RuleBroken
from modules.calendar.ics.reading import Read
from modules.calendar.models import Appointment
from modules.calendar.services import series
from modules.calendar.services.appointments import appointments


@dataclass
class Taken:
    """What became of a file: counts, and (title, why) of what could not be taken over."""

    made: int = 0
    changed: int = 0
    removed: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def take(user: Any, events: list[Read]) -> Taken:
    """Makes, renews and removes the user's own appointments as the file has them."""
    taken = Taken()
    whole = sorted(events, key=lambda each: each.single_of is not None)
    for event in whole:
        if event.problem:
            taken.left.append((event.title, event.problem))
            continue
        try:
            with transaction.atomic():
                _take(user, event, taken)
        except RuleBroken as broken:
            taken.left.append((event.title, str(broken)))
    return taken


def _take(user: Any, event: Read, taken: Taken) -> None:
    known = _known(user, event)
    if event.single_of is not None:
        _take_single(known, event, taken)
    elif event.is_cancelled:
        if known is not None:
            appointments.remove(known)
            taken.removed += 1
    elif known is None:
        made = appointments.create({**event.values, "owner": user})
        _keep_uid(made, event)
        taken.made += 1
    else:
        before = known.updated_at
        changed = appointments.edit(known, event.values, "")
        _keep_uid(changed, event)
        taken.changed += changed.updated_at != before


def _take_single(known: Appointment | None, event: Read, taken: Taken) -> None:
    """One day of a series that is otherwise, or left out."""
    day = event.single_of
    if known is None or day is None or not known.repeat or day.isoformat() in known.skipped:
        return
    if event.is_cancelled:
        series.remove(known, day, series.ONE)
        taken.removed += 1
    else:
        series.change(known, day, event.values, series.ONE)
        taken.changed += 1


def _known(user: Any, event: Read) -> Appointment | None:
    """The appointment that came from this event before, unless it is in the trash."""
    if not event.uid:
        return None
    rows = Appointment.objects.present().filter(owner=user.pk, uid=event.uid, series=None)
    return rows.first()


def _keep_uid(appointment: Appointment, event: Read) -> None:
    days = sorted({*appointment.skipped, *(day.isoformat() for day in event.left_out)})
    appointment.uid, appointment.skipped = event.uid, days if appointment.repeat else []
    appointment.save(update_fields=["uid", "skipped"])
