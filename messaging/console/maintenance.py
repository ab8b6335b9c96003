"""The hours of each day in which nothing leaves the platform (A36): its staff's to set."""

from __future__ import annotations

from datetime import time

from django.db import transaction

from messaging import tasks
from messaging.console.services import REASON
from messaging.dispatch import tickets
from messaging.dispatch.models import Maintenance
from messaging.services import hours
from tenants import audit, context

SUBJECT = "sending.maintenance"


def found() -> Maintenance | None:
    with context.platform(REASON):
        return hours.maintenance()


@transaction.atomic
def set_hours(begins: time | None, ends: time | None) -> None:
    """Sets the hours, in Korea; without them nothing rests. What waited for them is looked at."""
    with context.platform(REASON):
        before = hours.maintenance()
        Maintenance.objects.all().delete()
        if begins and ends:
            Maintenance.objects.create(begins=begins, ends=ends)
        after = hours.maintenance()
        if str(before) == str(after):
            return
        tickets.wake_all()
    audit.record(
        "sending.maintenance.edit",
        subject=SUBJECT,
        subject_id="1",
        summary=str(after or ""),
        changes={"hours": [str(before or ""), str(after or "")]},
    )
    tasks.ring_pumps()
