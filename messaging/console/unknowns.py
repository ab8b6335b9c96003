"""Messages of which nobody knows whether the provider took them, settled by hand (S3, T4).

Most settle themselves: by the provider's reports, by asking it, by its log. What is left an
operator looks up at the provider, by our own id of the message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction

from dangol import clock
from messaging import addresses, tasks
from messaging.console.services import REASON
from messaging.deliverylog import Entry
from messaging.models import Message, MessageEvent
from messaging.pace import pace
from messaging.services import deliveries, returning
from tenants import context, trail
from tenants.models import Company

MOST = 200
"""Messages that the screen shows at once; the oldest first."""


@dataclass(frozen=True)
class Unknown:
    """One message, with its address masked; `expires` is when nobody is charged for it any more."""

    id: UUID
    send: str
    account: str
    channel: str
    address: str
    since: datetime
    expires: datetime
    attempts: int


def company_of(address: str) -> Company | None:
    with context.platform(REASON):
        return Company.objects.filter(address=address).first()


def unknown(company: Company) -> tuple[list[Unknown], int]:
    """(the company's oldest unknown messages, how many there are)."""
    with context.platform(REASON), context.inside(company):
        waiting = returning.awaited().select_related("send")
        rows = list(waiting.order_by("state_at", "pk")[:MOST])
        return [_read(row) for row in rows], waiting.count()


def _read(row: Message) -> Unknown:
    return Unknown(
        id=row.pk, send=row.send.name, account=row.provider, channel=row.channel,
        address=addresses.masked(row.addr_norm), since=row.state_at,
        expires=row.state_at + pace().unknown, attempts=row.attempt,
    )  # fmt: skip


@transaction.atomic
def taken(company: Company, ids: Sequence[UUID]) -> int:
    """The provider took them: accepted and charged. Returns how many were unknown still."""
    with context.platform(REASON), context.inside(company):
        rows = returning.awaited().filter(pk__in=ids).order_by("provider")
        settled = 0
        for account, own in groupby(list(rows.values_list("pk", "provider")), lambda row: row[1]):
            entries = [_entry(key) for key, _account in own]
            settled += sum(deliveries.apply(entries, account).resolved.values())
    return _noted(company, "taken", settled)


@transaction.atomic
def never(company: Company, ids: Sequence[UUID]) -> int:
    """The provider never took them: they leave after all. Returns how many were unknown still."""
    with context.platform(REASON), context.inside(company):
        settled = deliveries.never_taken(ids)
    return _noted(company, "never", settled)


def _entry(key: UUID) -> Entry:
    kind = MessageEvent.Kind.ACCEPTED
    return Entry(kind=kind, message_id=key, at=clock.real_now(), event_id="by hand")


def _noted(company: Company, verdict: str, settled: int) -> int:
    if settled:
        trail.note(
            company, "messaging.delivery.settle", subject="messaging.delivery",
            summary=company.name, changes={"verdict": verdict, "messages": settled},
        )  # fmt: skip
        tasks.ring_pumps()
    return settled
