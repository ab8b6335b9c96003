"""Handing claimed messages over (S2, S3): the intent before the call, the result after it.

Between the two commits the provider may be called, and only then. A pump that dies there leaves its
rows dispatching; the sweeper turns them into unknown, and nothing ever sends them again by itself.
"""

from __future__ import annotations

import json
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction

from dangol import clock
from messaging import addresses
from messaging.channels.base import Outcome, Parcel, Verdict
from messaging.models import Message, Send, Suppression
from messaging.pace import pace
from messaging.ports import Charge, meter
from messaging.services import funding

log = logging.getLogger(__name__)

State = Message.State

INTENT = """
UPDATE messaging_message m
SET state = 'dispatching', state_at = %s, lease_until = %s, attempt = attempt + 1, provider = %s
WHERE m.id = ANY(%s) AND m.state = 'claimed' AND m.attempt_id = %s
  AND EXISTS (SELECT 1 FROM messaging_send s WHERE s.id = %s AND s.epoch = %s
              AND s.status IN ('running', 'limited', 'insufficient'))
RETURNING m.id
"""
RESULT = """
UPDATE messaging_message m
SET state = t.state, state_at = %s, next_at = coalesce(t.next_at, m.next_at), lease_until = NULL,
    provider_msg_id = t.provider_id, error_class = t.error_class, reason = t.reason,
    attempt = m.attempt - t.uncounted
FROM jsonb_to_recordset(%s::jsonb)
  AS t(id uuid, state text, next_at timestamptz, provider_id text, error_class text, reason text,
       uncounted int)
WHERE m.id = t.id AND m.attempt_id = %s AND m.state IN ('dispatching', 'unknown')
  AND NOT (m.state = 'unknown' AND m.reason IN ('unconfirmed', 'unlisted'))
RETURNING m.id, t.state, m.channel, m.unit_price, m.hold,
  CASE WHEN t.state = 'accepted' THEN NULL ELSE m.claimed_at END, m.addr_norm,
  t.provider_id, t.error_class
"""


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that a result changed."""

    id: UUID
    state: str
    channel: str
    price: int
    hold: UUID | None
    claimed_at: datetime | None
    """When its quota was taken; not asked for where it is used up."""
    address: str
    provider_id: str
    error_class: str
    at: datetime | None = None
    """When the provider took it, where its own log says so."""


@transaction.atomic
def intend(send: Send, attempt_id: UUID, parcels: Sequence[Parcel], provider: str) -> list[Parcel]:
    """Declares that these parcels are about to be handed over; returns those that may be.

    Fewer come back when the send was paused or cancelled, or when the claim was lost.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")
        cursor.execute(
            INTENT,
            [
                clock.now(),
                clock.real_now() + pace().lease,
                provider,
                [parcel.message_id for parcel in parcels],
                attempt_id,
                send.pk,
                send.epoch,
            ],
        )
        granted = {row[0] for row in cursor.fetchall()}
    return [parcel for parcel in parcels if parcel.message_id in granted]


def record(
    send: Send, attempt_id: UUID, outcomes: Sequence[Outcome], provider: str
) -> Counter[str]:
    """Writes what became of a micro-batch, with its charges; returns {state: rows}.

    The calls are made: when the database is away this tries again, from memory, for a lease's time.
    """
    give_up = time.monotonic() + pace().lease_seconds
    while True:
        try:
            return _record(send, attempt_id, outcomes, provider)
        except (OperationalError, InterfaceError):
            if time.monotonic() > give_up or connection.in_atomic_block:
                raise
            log.exception("The result of %s calls could not be written; trying on.", len(outcomes))
            connection.close()
            time.sleep(0.5)


@transaction.atomic
def _record(
    send: Send, attempt_id: UUID, outcomes: Sequence[Outcome], provider: str
) -> Counter[str]:
    now = clock.now()
    attempts = dict(
        Message.objects.filter(
            pk__in=[out.message_id for out in outcomes if out.verdict is Verdict.RETRY]
        ).values_list("pk", "attempt")
    )
    written = json.dumps([_written(out, attempts, now) for out in outcomes])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")
        cursor.execute(RESULT, [now, written, attempt_id])
        changed = [Changed(*row) for row in cursor.fetchall()]
    give_quota_back([row for row in changed if row.state not in (State.ACCEPTED, State.UNKNOWN)])
    charge(send, [row for row in changed if row.state == State.ACCEPTED], now, provider)
    forget_holds(changed)
    _suppress(send, [row for row in changed if row.error_class == "hard_bounce"])
    return Counter(row.state for row in changed)


def _written(out: Outcome, attempts: dict[UUID, int], now: datetime) -> dict[str, object]:
    """One outcome as RESULT reads it; an attempt that called nobody is not counted."""
    state, next_at, uncounted = State(_STATE_OF[out.verdict]), None, 0
    if out.verdict is Verdict.UNCALLED:
        uncounted, next_at = 1, now
    elif out.verdict is Verdict.RETRY:
        attempt = attempts.get(out.message_id, 1)
        if attempt >= pace().attempts:
            state = State.REJECTED
        else:
            next_at = now + back_off(attempt)
    return {
        "id": str(out.message_id),
        "state": state.value,
        "next_at": next_at.isoformat() if next_at else None,
        "provider_id": _storable(out.provider_id)[:120],
        "error_class": out.error_class[:20],
        "reason": _storable(out.reason)[:200],
        "uncounted": uncounted,
    }


def _storable(words: str) -> str:
    """A provider's words without the one character that PostgreSQL cannot keep."""
    return words.replace("\0", "")


_STATE_OF = {
    Verdict.ACCEPTED: State.ACCEPTED,
    Verdict.REJECTED: State.REJECTED,
    Verdict.RETRY: State.RETRY,
    Verdict.UNCALLED: State.PENDING,
    Verdict.UNKNOWN: State.UNKNOWN,
}


def back_off(attempt: int) -> timedelta:
    """How long a temporarily refused recipient waits: 30 s, doubling with each attempt."""
    return timedelta(seconds=30 * 2 ** (attempt - 1))


def give_quota_back(rows: Sequence[Changed]) -> None:
    """Returns what these rows had taken from the company's send limits."""
    counts = Counter((row.channel, row.claimed_at) for row in rows if row.claimed_at)
    for (channel, taken_at), count in sorted(counts.items()):
        meter().return_quota(channel, count, taken_at)  # type: ignore[arg-type]


def charge(send: Send, rows: Sequence[Changed], now: datetime, provider: str) -> None:
    """Charges each accepted row once, out of the hold it draws on."""
    by_hold: dict[UUID, list[Charge]] = defaultdict(list)
    for row in rows:
        if row.hold is not None:
            by_hold[row.hold].append(
                Charge(
                    message_id=row.id,
                    channel=row.channel,  # type: ignore[arg-type]
                    unit_price=row.price,
                    accepted_at=row.at or now,
                    provider=provider,
                    provider_message_id=row.provider_id,
                    send_id=send.pk,
                )
            )
    funding.lock(list(by_hold))
    for hold, charges in by_hold.items():
        funding.captured(hold, meter().capture(hold, charges))


def forget_holds(changed: Sequence[Changed]) -> None:
    """Rows that draw no more name no hold; an accepted one keeps naming what paid for it."""
    back = [row.id for row in changed if row.state in (State.PENDING, State.RETRY, State.REJECTED)]
    if back:
        Message.objects.filter(pk__in=back).update(hold=None, unit_price=0)


def _suppress(send: Send, rows: Sequence[Changed]) -> None:
    Suppression.objects.bulk_create(
        [
            Suppression(
                channel=send.channel,
                addr_hash=addresses.fingerprint(row.address),
                addr_norm=row.address,
                reason=Suppression.Reason.BOUNCED,
                message=row.id,
            )
            for row in rows
        ],
        ignore_conflicts=True,
    )
