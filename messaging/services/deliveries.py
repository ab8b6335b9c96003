"""The provider's word: what its log says of our messages, applied once (S3, S7, decision 15)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from dangol import clock
from messaging.deliverylog import Entry
from messaging.dispatch import tickets
from messaging.models import Message, MessageEvent, Send, Suppression
from messaging.ports import meter
from messaging.services import funding, handing, opening, returning, settling
from messaging.services.handing import Changed
from tenants import audit

Kind = MessageEvent.Kind
State = Message.State

TAKEN = (Kind.ACCEPTED, Kind.DELIVERED, Kind.COMPLAINED)
"""After one of these the provider has taken the message, whatever else is told of it."""
BAD = (Kind.FAILED, Kind.BOUNCED)
BARRING = {
    Kind.BOUNCED: Suppression.Reason.BOUNCED,
    Kind.COMPLAINED: Suppression.Reason.COMPLAINED,
}
REFUND_WITHIN = timedelta(hours=72)
NAMED_WITHIN = timedelta(hours=24)
"""How long after its claim a message may be named by its address alone."""
CHUNK = 1_000

RESOLVE = """
UPDATE messaging_message m
SET state = t.state, state_at = %s, lease_until = NULL, reason = '',
    provider_msg_id = CASE WHEN t.provider_id = '' THEN m.provider_msg_id ELSE t.provider_id END
FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::text[]) AS t(id, state, at, provider_id)
WHERE m.id = t.id AND m.state IN ('unknown', 'dispatching')
RETURNING m.id, m.state, m.channel, m.unit_price, m.hold, m.claimed_at, m.addr_norm,
  m.provider_msg_id, m.error_class, t.at, m.send_id, m.provider
"""


@dataclass
class Report:
    """What an import did.

    entries    in the file
    resolved   unknown messages that the file settled: {"accepted": n, "rejected": n}
    refunded   text messages whose charge was reversed
    known      events that had been imported before
    unlisted   unknown messages that the file, though it covers their send, does not name
    unmatched  entries that name no message of this company
    """

    entries: int = 0
    resolved: Counter[str] = field(default_factory=Counter)
    refunded: int = 0
    known: int = 0
    unlisted: int = 0
    unmatched: int = 0
    sends: set[UUID] = field(default_factory=set)
    until: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "entries": self.entries,
            "resolved": dict(self.resolved),
            "refunded": self.refunded,
            "known": self.known,
            "unlisted": self.unlisted,
            "unmatched": self.unmatched,
        }


def awaited_provider() -> str:
    """The provider whose word is awaited on this company's unknown rows, when it is only one.

    "import" otherwise: then a log is believed only where it names our own message ids.
    """
    waiting = Message.objects.filter(state=State.UNKNOWN).order_by()
    names = list(waiting.values_list("provider", flat=True).distinct()[:2])
    return names[0] if len(names) == 1 and names[0] else "import"


def import_entries(entries: Iterable[Entry], provider: str = "import") -> Report:
    """Applies a provider's log to the present company. Importing it again changes nothing."""
    report = apply(entries, provider)
    with transaction.atomic():
        _release_unlisted(report)
        audit.record(
            "messaging.delivery.import", subject="messaging.delivery", changes=report.as_json()
        )
    return report


def apply(entries: Iterable[Entry], provider: str) -> Report:
    """Applies what a provider reports bit by bit: what it does not name yet, it may name later."""
    report = Report()
    rest = iter(entries)
    while chunk := list(islice(rest, CHUNK)):
        _import_chunk(chunk, provider, report)
    return report


@transaction.atomic
def never_taken(ids: Sequence[UUID]) -> int:
    """Unknown messages that the provider never took: they leave after all, or are given up free of
    charge where their send has ended. Returns how many."""
    sends = Message.objects.filter(pk__in=ids).order_by().values_list("send", flat=True).distinct()
    settled = 0
    for send in Send.objects.filter(pk__in=list(sends)).order_by("pk"):
        settled += returning.never_taken(send, ids)
        if send.status in Send.TERMINAL:
            settling.close(send)
        elif send.status == Send.Status.RUNNING:
            opening.wake(send)
    return settled


@transaction.atomic
def _import_chunk(chunk: Sequence[Entry], provider: str, report: Report) -> None:
    report.entries += len(chunk)
    matched = _match(chunk, provider)
    report.unmatched += len(chunk) - len(matched)
    fresh = _remember(matched, provider)
    report.known += len(matched) - len(fresh)
    _note_reach(matched, report)
    _resolve(matched, report)
    told = [(key, entry) for key, entry in fresh if entry.kind in BARRING or entry.kind in BAD]
    messages = Message.objects.in_bulk({key for key, _ in told})
    _bar([(messages[key], entry) for key, entry in told if entry.kind in BARRING])
    for key, entry in told:
        if entry.kind in BAD:
            report.refunded += _failed_finally(messages[key], entry)


def _note_reach(matched: Sequence[tuple[UUID, Entry]], report: Report) -> None:
    """Which sends the file speaks of, and until when."""
    ids = [message_id for message_id, _ in matched]
    report.sends |= set(
        Message.objects.filter(pk__in=ids).order_by().values_list("send", flat=True).distinct()
    )
    moments = [entry.at for _, entry in matched if entry.at]
    report.until = max([*moments, report.until] if report.until else moments, default=None)


def _release_unlisted(report: Report) -> None:
    """What the provider's own log of a send does not name, it never took."""
    for send in Send.objects.filter(pk__in=report.sends):
        returning.reap(send)
        report.unlisted += returning.release_unlisted(send, report.until)
        if send.status in Send.TERMINAL:
            settling.close(send)


def _match(chunk: Sequence[Entry], provider: str) -> list[tuple[UUID, Entry]]:
    """Entries with their message: by our own id, else by an address to which this provider had one
    open message in the day before the entry's time."""
    ids = {entry.message_id for entry in chunk if entry.message_id}
    own = set(Message.objects.filter(pk__in=ids).values_list("pk", flat=True))
    addresses = {entry.address for entry in chunk if not entry.message_id and entry.address}
    open_rows = Message.objects.filter(
        addr_norm__in=addresses, state__in=[State.UNKNOWN, State.DISPATCHING], provider=provider
    )
    by_address: dict[str, list[tuple[UUID, datetime | None]]] = {}
    for address, key, claimed_at in open_rows.values_list("addr_norm", "pk", "claimed_at"):
        by_address.setdefault(address, []).append((key, claimed_at))
    matched = []
    for entry in chunk:
        candidates = [
            key for key, at in by_address.get(entry.address, []) if _is_near(at, entry.at)
        ]
        if entry.message_id in own:
            matched.append((entry.message_id, entry))
        elif not entry.message_id and len(candidates) == 1:
            matched.append((candidates[0], entry))
    return matched  # type: ignore[return-value]


def _is_near(claimed_at: datetime | None, told_at: datetime | None) -> bool:
    """Whether a log may mean a message that was claimed then."""
    if claimed_at is None or told_at is None:
        return False
    return timedelta(0) <= tickets.company_time(told_at) - claimed_at <= NAMED_WITHIN


def _remember(matched: Sequence[tuple[UUID, Entry]], provider: str) -> list[tuple[UUID, Entry]]:
    """Keeps the events, each once; returns those that are new."""
    keyed = {entry.key(message_id): (message_id, entry) for message_id, entry in matched}
    known = set(
        MessageEvent.objects.filter(provider=provider, provider_key__in=keyed).values_list(
            "provider_key", flat=True
        )
    )
    fresh = {key: pair for key, pair in keyed.items() if key not in known}
    MessageEvent.objects.bulk_create(
        [
            MessageEvent(
                message_id=message_id,
                kind=entry.kind,
                at=entry.at or clock.now(),
                provider=provider,
                provider_key=key,
            )
            for key, (message_id, entry) in fresh.items()
        ],
        ignore_conflicts=True,
    )
    return list(fresh.values())


def _resolve(matched: Sequence[tuple[UUID, Entry]], report: Report) -> None:
    """Unknown messages of which the log speaks become accepted and charged, or rejected."""
    verdicts: dict[UUID, tuple[str, Entry]] = {}
    for message_id, entry in matched:
        if entry.kind in TAKEN:
            verdicts[message_id] = (State.ACCEPTED.value, entry)
        elif entry.kind in BAD:
            verdicts.setdefault(message_id, (State.REJECTED.value, entry))
    if not verdicts:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            RESOLVE,
            [
                clock.now(),
                list(verdicts),
                [state for state, _ in verdicts.values()],
                [entry.at for _, entry in verdicts.values()],
                [entry.provider_id[:120] for _, entry in verdicts.values()],
            ],
        )
        rows = cursor.fetchall()
    report.resolved.update(row[1] for row in rows)
    _settle_accounts(rows)


def _settle_accounts(rows: Sequence[tuple[Any, ...]]) -> None:
    by_send: dict[tuple[UUID, str], list[Changed]] = {}
    for *columns, send_id, provider in rows:
        by_send.setdefault((send_id, provider), []).append(Changed(*columns))
    sends = Send.objects.in_bulk({send_id for send_id, _ in by_send})
    # All quota first, as everywhere: a pump that takes quota and then money never waits for us.
    handing.give_quota_back(
        [
            row
            for (send_id, _), changed in by_send.items()
            for row in changed
            if row.state == State.REJECTED and (row.hold or sends[send_id].is_free)
        ]
    )
    for (send_id, provider), changed in sorted(by_send.items()):
        send = sends[send_id]
        accepted = [row for row in changed if row.state == State.ACCEPTED]
        accepted = _fund_late(send, accepted)
        handing.charge(send, accepted, clock.now(), provider)
        handing.forget_holds(changed)
        if send.status in Send.TERMINAL:
            settling.close(send)
        elif send.status == Send.Status.RUNNING:
            opening.wake(send)


def _fund_late(send: Send, accepted: Sequence[Changed]) -> list[Changed]:
    """Holds anew for rows whose hold was given back too early, as far as the account goes."""
    late = [row for row in accepted if row.hold is None and row.price]
    hold = funding.hold_late(send, sum(row.price for row in late))
    Message.objects.filter(pk__in=[row.id for row in late]).update(hold=hold)
    if hold is None:
        Message.objects.filter(pk__in=[row.id for row in late]).update(unit_price=0)
    return [replace(row, hold=hold) if row in late else row for row in accepted]


def _bar(told: Sequence[tuple[Message, Entry]]) -> None:
    """The addresses get nothing any more: nobody is there, or whoever is called it spam."""
    Suppression.objects.bulk_create(
        [
            Suppression(
                channel=Send.Channel.EMAIL if message.channel == "email" else Send.Channel.SMS,
                addr_hash=message.addr_hash,
                addr_norm=message.addr_norm,
                reason=BARRING[entry.kind],
                message=message.pk,
            )
            for message, entry in told
        ],
        ignore_conflicts=True,
    )


def _failed_finally(message: Message, entry: Entry) -> bool:
    """An accepted message did not arrive: reverses a text message's charge (decision 10). True
    when there was one."""
    in_time = (entry.at or clock.now()) - message.state_at <= REFUND_WITHIN
    if message.channel == "email" or message.state != State.ACCEPTED or not in_time:
        return False
    return meter().refund(message.pk, reason="delivery_failed")
