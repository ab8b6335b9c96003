"""Telling people in the morning what of theirs falls due (U9).

Once for each working day: until the next one begins, so that Friday tells the weekend's as well. A
round is one transaction that also moves on how far was told, so nothing is told twice or skipped,
however it ends; days without the program are made up for.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from dangol import clock, notices
from dangol.records import Record
from dangol.records.custom.fields import selected
from dangol.records.dues import Due, dues_for
from tenants.notices.models import Reminded
from tenants.people.models import User
from tenants.queries import desk
from tenants.working_time import working_time

KIND = "tenants.due"
HOUR = 8
"""From then on people are told, in the company's zone."""
LONGEST = 14
"""Days that are looked ahead for the next working day, and made up for at most."""


@transaction.atomic
def remind() -> int:
    """Tells whoever is to be told now, inside one company; how many notices."""
    row = Reminded.locked()
    span = _span(row)
    if span is None:
        return 0
    told = sum(_of_type(record, *span) for record in desk.records().values() if record.owner)
    row.until = span[1]
    row.save(update_fields=["until"])
    return told


def _span(row: Reminded) -> tuple[date, date] | None:
    """From which day to before which one is told now; None when it is not the time."""
    now, times = timezone.localtime(clock.now()), working_time()
    today = now.date()
    if now.hour < HOUR or not times.is_working_day(today):
        return None
    ahead = (today + timedelta(days=number) for number in range(1, LONGEST))
    until = next((day for day in ahead if times.is_working_day(day)), today + timedelta(days=1))
    first = max(row.until or today, today - timedelta(days=LONGEST))
    return (first, until) if first < until else None


def _of_type(record: Record, first: date, until: date) -> int:
    """Tells the owners of this type's records, each what they may see themselves."""
    rows, owner = record.visible_to(None), f"{record.owner}_id"
    owners: set[Any] = set()
    for due in dues_for(record, None):
        found = rows.filter(due.falling(first, until)).order_by()
        owners |= set(found.values_list(owner, flat=True).distinct())
    people = User.objects.filter(pk__in=owners - {None}, is_active=True)
    return sum(
        _tell(record, due, user, first, until)
        for user in people.prefetch_related("licences", "access_roles").order_by("pk")
        for due in dues_for(record, user)
    )


def _tell(record: Record, due: Due, user: User, first: date, until: date) -> int:
    mine = record.visible_to(user).filter(**{record.owner: user})
    rows = mine.filter(due.falling(first, until)).order_by(due.field, "pk")
    days = list(selected(rows, [due.field]).values_list("pk", due.field)[:2])
    if not days:
        return 0
    is_one, last = len(days) == 1, until - timedelta(days=1)
    facts = {
        "record": record.code, "field": due.field, "day": days[0][1].isoformat(),
        "query": due.list_query(record, first, last),
    }  # fmt: skip
    told = notices.Told(
        kind=KIND, record=record.code, key=str(days[0][0]) if is_one else "",
        count=1 if is_one else rows.count(), facts=facts,
    )  # fmt: skip
    notices.tell(told, [user.pk])
    return 1
