"""Reminding people of what begins soon (A25)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from dangol import clock, notices
from modules.calendar.models import Appointment
from modules.calendar.services.appointments import next_reminder

AT_ONCE = 200
TOO_LATE = timedelta(hours=12)
"""A reminder that is later than this helps nobody: the machine stood still."""


def remind() -> None:
    """Tells everybody whose appointments are near, once each; it may run at any time, and twice."""
    while _remind_some() == AT_ONCE:
        pass


@transaction.atomic
def _remind_some() -> int:
    now = clock.now()
    due = Appointment.objects.present().filter(remind_at__lte=now)
    found = list(due.select_for_update(skip_locked=True).order_by("remind_at")[:AT_ONCE])
    for each in found:
        if each.remind_at is not None and each.remind_at > now - TOO_LATE:
            facts = {"minutes": each.remind}
            told = notices.Told(
                kind="calendar.appointment.near", record="calendar.appointment", key=str(each.pk),
                facts=facts,
            )  # fmt: skip
            notices.tell(told, [UUID(key) for key in each.everybody])
        each.remind_at = next_reminder(each, now)
        each.save(update_fields=["remind_at"])
    return len(found)
