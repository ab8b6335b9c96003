"""Tickets: opened by companies, leased by pumps in fair turns (S3, S4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q

from dangol import clock
from dangol.ids import new_id
from messaging.dispatch.models import Ticket
from messaging.pace import pace
from tenants import context

TAKE = """
UPDATE dispatch_ticket SET lease_id = %(lease)s, lease_until = %(until)s, served_at = %(now)s
WHERE id = (
  SELECT waiting.id FROM dispatch_ticket waiting
  WHERE waiting.next_at <= %(now)s
    AND (waiting.lease_until IS NULL OR waiting.lease_until < %(now)s)
    AND waiting.channel = ANY(%(channels)s)
    AND %(pumps)s > (SELECT count(*) FROM dispatch_ticket busy WHERE busy.lease_until >= %(now)s)
  ORDER BY
    (SELECT count(*) FROM dispatch_ticket busy
     WHERE busy.company_id = waiting.company_id AND busy.lease_until >= %(now)s),
    (SELECT max(own.served_at) FROM dispatch_ticket own
     WHERE own.company_id = waiting.company_id) NULLS FIRST,
    waiting.served_at NULLS FIRST
  LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, company_id, send, lane, channel, failures
"""


@dataclass(frozen=True)
class Leased:
    """A ticket in the hands of a pump."""

    id: UUID
    company_id: int
    send: UUID
    lane: int
    channel: str
    failures: int
    lease: UUID


def open_for(send_id: UUID, channel: str, *, lanes: int, at: datetime) -> None:
    """Opens the send's tickets, or wakes those it has, for `at` (platform time)."""
    company = context.company()
    Ticket.objects.bulk_create(
        [
            Ticket(company=company, send=send_id, lane=lane, channel=channel, next_at=at)
            for lane in range(lanes)
        ],
        update_conflicts=True,
        unique_fields=["company", "send", "lane"],
        update_fields=["next_at"],
    )


def sleep(send_id: UUID, until: datetime | None) -> None:
    """Nothing to do for the send before `until`; None leaves it to the sweeper to wake it."""
    _own(send_id).update(next_at=until)


def close(send_id: UUID, *, keep: datetime | None = None) -> None:
    """Nothing is open any more; with `keep`, one ticket stays for what falls due then."""
    _own(send_id).filter(lane__gt=0).delete()
    if keep is None:
        _own(send_id).delete()
    else:
        _own(send_id).update(next_at=keep, lease_id=None, lease_until=None)


def _own(send_id: UUID) -> Any:
    return Ticket.objects.filter(company=context.company(), send=send_id)


def platform_time(moment: datetime) -> datetime:
    """A moment of the present company's clock as the platform counts it."""
    return moment - (clock.now() - clock.real_now())


def company_time(moment: datetime) -> datetime:
    """A moment of the platform as the present company's clock shows it."""
    return moment + (clock.now() - clock.real_now())


def _lease() -> timedelta:
    return timedelta(seconds=pace().ticket_seconds)


def take(channels: list[str]) -> Leased | None:
    """Leases the ticket whose turn it is: the company with the fewest pumps at work first, then the
    one served longest ago. None when nothing is due or enough pumps are at work."""
    now = clock.real_now()
    lease = new_id()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            TAKE,
            {
                "lease": lease,
                "until": now + _lease(),
                "now": now,
                "channels": channels,
                "pumps": pace().pumps,
            },
        )
        row = cursor.fetchone()
    return Leased(*row, lease=lease) if row else None  # type: ignore[misc]


def renew(ticket: Leased) -> bool:
    """Prolongs the lease from inside the company; False when it was lost."""
    held = Ticket.objects.filter(pk=ticket.id, lease_id=ticket.lease)
    return bool(held.update(lease_until=clock.real_now() + _lease()))


class Turn(Enum):
    """How a turn with a ticket ended: more to do, nothing to do, or no provider."""

    HANDED_ON = "handed_on"
    RESTED = "rested"
    FAILED = "failed"


def give_back(ticket: Leased, turn: Turn) -> None:
    """Ends the lease. A ticket that was handed on is due at once, even if another lane has put all
    to sleep meanwhile; after failed connections it rests, longer each time."""
    held = Ticket.objects.filter(pk=ticket.id, lease_id=ticket.lease)
    changes: dict[str, Any] = {"lease_id": None, "lease_until": None, "failures": 0}
    if turn is Turn.HANDED_ON:
        changes["next_at"] = clock.real_now()
    if turn is Turn.FAILED:
        changes["failures"] = F("failures") + 1
        changes["next_at"] = clock.real_now() + timedelta(seconds=min(60, 2**ticket.failures))
    held.update(**changes)


def others_wait(ticket: Leased) -> bool:
    """Whether another due ticket is free, so that this one should be handed on."""
    return due().exclude(pk=ticket.id).exists()


def due() -> Any:
    """Tickets that are due and in nobody's hands."""
    now = clock.real_now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    return Ticket.objects.filter(free, next_at__lte=now)


def rest(longest: timedelta) -> float | None:
    """Seconds until the next free ticket falls due; None when none does within `longest`, or when
    enough pumps are at work already."""
    now = clock.real_now()
    if Ticket.objects.filter(lease_until__gte=now).count() >= pace().pumps:
        return None
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    soon = Ticket.objects.filter(free, next_at__lte=now + longest).order_by("next_at").first()
    if soon is None or soon.next_at is None:
        return None
    return max(0.05, (soon.next_at - now).total_seconds())


def companies() -> list[int]:
    """Numbers of the companies with anything open."""
    return list(Ticket.objects.values_list("company_id", flat=True).distinct())


def wake(channel: str) -> None:
    """A provider is there again: whatever rests for want of one is looked at now."""
    now = clock.real_now()
    resting = Ticket.objects.filter(channel=channel, failures__gt=0)
    waiting = Ticket.objects.filter(channel=channel, next_at__gt=now)
    soon = waiting.filter(next_at__lte=now + timedelta(seconds=60))
    (resting | soon).update(next_at=now, failures=0)


def wake_all() -> None:
    """What is closed to all has changed: whatever sleeps is looked at now."""
    Ticket.objects.filter(next_at__gt=clock.real_now()).update(next_at=clock.real_now())
