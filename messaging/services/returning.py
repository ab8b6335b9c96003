"""Rows that come back: claims given up, leases that ran out, unknowns that nobody resolved (S3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from dangol import clock
from messaging.dispatch import tickets
from messaging.models import Message, Send
from messaging.pace import pace
from messaging.services import handing
from messaging.services.handing import Changed

LOCK = """
WITH stale AS (
  SELECT id, channel, unit_price, hold, claimed_at, addr_norm FROM messaging_message
  WHERE {which} LIMIT 5000 FOR NO KEY UPDATE SKIP LOCKED)
UPDATE messaging_message m SET {change}
FROM stale WHERE m.id = stale.id
RETURNING m.id, m.state, stale.channel, stale.unit_price, stale.hold, stale.claimed_at,
  stale.addr_norm, '', ''
"""
TO_PENDING = (
    "state = 'pending', state_at = %s, lease_until = NULL, attempt_id = NULL,"
    " hold = NULL, unit_price = 0"
)


def _change(which: str, change: str, parameters: list[Any]) -> list[Changed]:
    with connection.cursor() as cursor:
        cursor.execute(LOCK.format(which=which, change=change), parameters)
        return [Changed(*row) for row in cursor.fetchall()]


@transaction.atomic
def unclaim(attempt_id: UUID, ids: Sequence[UUID]) -> int:
    """Puts claimed rows that were not handed over back to waiting; nothing was called for them."""
    rows = _change(
        "id = ANY(%s) AND attempt_id = %s AND state = 'claimed'",
        TO_PENDING,
        [list(ids), attempt_id, clock.now()],
    )
    handing.give_quota_back(rows)
    return len(rows)


@transaction.atomic
def reap(send: Send) -> tuple[int, int]:
    """Rows of pumps that died: claimed ones wait again, dispatching ones become unknown.

    Returns how many of each.
    """
    now = clock.real_now()
    claimed = _change(
        "send_id = %s AND state = 'claimed' AND lease_until < %s",
        TO_PENDING,
        [send.pk, now, clock.now()],
    )
    handing.give_quota_back(claimed)
    lost = _change(
        "send_id = %s AND state = 'dispatching' AND lease_until < %s",
        "state = 'unknown', state_at = %s, lease_until = NULL, error_class = 'worker_lost'",
        [send.pk, now, clock.now()],
    )
    return len(claimed), len(lost)


@transaction.atomic
def expire_unknown(send: Send) -> int:
    """Gives up on unknown rows that the provider did not confirm in time: they stay unknown and
    listed, draw on no hold any more and are not charged. Returns how many."""
    rows = _change(
        "send_id = %s AND state = 'unknown' AND reason NOT IN ('unconfirmed', 'unlisted')"
        " AND state_at < %s",
        "reason = 'unconfirmed', hold = NULL, unit_price = 0",
        [send.pk, clock.now() - pace().unknown],
    )
    handing.give_quota_back(rows)
    return len(rows)


@transaction.atomic
def release_unlisted(send: Send, until: datetime | None) -> int:
    """Gives up on unknown rows that the provider's log of their time does not name. They stay
    unknown and listed, and are charged after all should a later log name them.

    `until` is the log's last moment (platform time); None where it tells no times.
    """
    rows = _change(
        "send_id = %s AND state = 'unknown' AND hold IS NOT NULL AND claimed_at <= %s",
        "reason = 'unlisted', hold = NULL",
        [send.pk, tickets.company_time(until) if until else clock.now()],
    )
    handing.give_quota_back(rows)
    return len(rows)


@transaction.atomic
def never_taken(send: Send, ids: Sequence[UUID]) -> int:
    """Unknown rows of which the provider itself says that it never took them: they wait again, or
    are given up free of charge where the send has ended. Returns how many.
    """
    which = (
        "send_id = %s AND id = ANY(%s) AND state = 'unknown'"
        " AND reason NOT IN ('unconfirmed', 'unlisted')"
    )
    if send.status in Send.TERMINAL:
        rows = _change(which, "reason = 'unlisted', hold = NULL", [send.pk, list(ids)])
    else:
        change = f"{TO_PENDING}, error_class = ''"
        rows = _change(which, change, [send.pk, list(ids), clock.now()])
    handing.give_quota_back(rows)
    return len(rows)


def awaited() -> QuerySet[Message]:
    """The unknown rows of the present company that nobody has given up yet."""
    unknown = Message.objects.filter(state=Message.State.UNKNOWN)
    return unknown.exclude(reason__in=["unconfirmed", "unlisted"])


def next_expiry(send: Send) -> datetime | None:
    """When the oldest unknown row that is still awaited expires; None when there is none."""
    oldest = (
        awaited().filter(send=send).order_by("state_at").values_list("state_at", flat=True).first()
    )
    return oldest + pace().unknown if oldest else None
