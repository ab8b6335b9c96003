"""Writing one part of a hand-over: whose the records are now, and what is noted of each (B35)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

from django.utils import timezone

from dangol import clock
from dangol.records import Record
from dangol.records.passing import Passing
from tenants import audit
from tenants.handover.models import Handover
from tenants.people.models import User
from tenants.queries.last_change import last_changes

PART = 500
"""Records that one errand gives, or gives back; the next part is an errand of its own."""


def write(
    record: Record, passing: Passing, deed: str, owners: Mapping[Any, UUID], reason: str
) -> None:
    """Gives each of these records to its new owner, with a line in the audit for each.

    `owners` is {record as it was, locked: id of the new owner}.
    """
    if not owners:
        return
    column = record.model_field(passing.field).attname
    held = _held(record, column, list(owners))
    by_owner: dict[UUID, list[UUID]] = defaultdict(list)
    for each, owner in owners.items():
        by_owner[owner].append(each.pk)
    moment = {"updated_at": clock.now()}
    for owner, ids in by_owner.items():
        record.model._base_manager.filter(pk__in=ids).update(**{column: owner}, **moment)
    passing.follow([each.pk for each in owners])
    audit.record_many(
        f"{record.code}.{deed}", subject=record.code,
        lines=[(each.pk, str(getattr(each, record.title))) for each in owners],
        changes={"reason": reason} if reason else None,
        each={
            each.pk: {column: [str(getattr(each, column)), str(owner)], "held": held[each.pk]}
            for each, owner in owners.items()
        },
    )  # fmt: skip


def _held(record: Record, column: str, rows: Sequence[Any]) -> dict[UUID, list[str]]:
    """{id: from which day to which they had it until now}."""
    changed = last_changes(record.code, [each.pk for each in rows], column)
    today = clock.today().isoformat()
    return {
        each.pk: [
            timezone.localtime(changed.get(each.pk, each.created_at)).date().isoformat(), today,
        ]
        for each in rows
    }  # fmt: skip


def count(handover: Handover, code: str, **numbers: int) -> None:
    """Adds to what the screen tells of a passing."""
    so_far = handover.counts.setdefault(code, {})
    for name, number in numbers.items():
        so_far[name] = so_far.get(name, 0) + number


def in_the_name_of(handover: Handover) -> AbstractContextManager[None]:
    return audit.acting(audit.Actor(id=handover.actor_id, name=handover.actor_name))


def actor_of(handover: Handover) -> User | None:
    """Who did it, with the rights of today; None when they work here no longer."""
    if handover.actor_id is None:
        return None
    people = User.objects.filter(pk=handover.actor_id, is_active=True)
    return people.prefetch_related("licences", "access_roles").first()


def held(key: str, state: str) -> Handover | None:
    """The hand-over while it is in this state, so that no second worker comes between."""
    rows = Handover.objects.select_for_update(of=("self",)).select_related("giver")
    return rows.filter(pk=key, state=state).first()
