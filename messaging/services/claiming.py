"""Taking the next recipients of a send into a pump's hands (S2): the first of three commits.

Everything that may stop a message is asked again here, at the last moment before it leaves:
consent, suppression, night hours, the text's length and characters, send limit and money.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db import connection, transaction

from dangol import clock
from dangol.ids import new_id
from messaging.channels.base import Parcel
from messaging.content import advertising
from messaging.content.form import Composed, Form, Unsendable
from messaging.models import Message, Send
from messaging.pace import pace
from messaging.ports import Channel, Recipient, audience, meter
from messaging.services import funding
from messaging.services.barring import bar
from tenants import context

PICK = """
SELECT m.id, m.contact_id, m.addr_norm,
  (SELECT string_agg(s.reason, ' ') FROM messaging_suppression s
   WHERE s.channel = %s AND s.addr_hash = m.addr_hash)
FROM messaging_message m
WHERE m.send_id = %s AND m.state IN ('pending', 'retry') AND m.next_at <= %s
ORDER BY m.next_at, m.id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED
"""
CLAIM = """
UPDATE messaging_message m
SET state = 'claimed', state_at = %s, claimed_at = %s, lease_until = %s, attempt_id = %s,
    channel = t.channel, unit_price = t.price, hold = t.hold, reason = ''
FROM jsonb_to_recordset(%s::jsonb) AS t(id uuid, channel text, price int, hold uuid)
WHERE m.id = t.id
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A recipient's row as picked, with the reasons for which its address is suppressed."""

    id: UUID
    contact_id: UUID | None
    address: str
    suppressed: str | None


@dataclass(frozen=True, slots=True)
class Ready:
    """A row with its text: only quota and money are left to ask for."""

    row: Row
    text: Composed


@dataclass
class Claim:
    """What one claim took, and what stands in the way of more.

    picked         rows looked at: 0 means that nothing is due now
    parcels        what may be handed over, fenced by `attempt_id`
    limited_until  the send limit is used up until then
    short          the account did not cover everything
    """

    attempt_id: UUID
    picked: int = 0
    parcels: list[Parcel] = field(default_factory=list)
    limited_until: datetime | None = None
    short: bool = False


@transaction.atomic
def claim(send: Send, form: Form, limit: int) -> Claim:
    """Claims up to `limit` due recipients of the send; rows that may not leave are skipped,
    postponed or left as they are."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")  # losing a claim loses nothing
        cursor.execute(PICK, [send.channel, send.pk, clock.now(), limit])
        rows = [Row(*row) for row in cursor.fetchall()]
    result = Claim(attempt_id=new_id(), picked=len(rows))
    if not rows:
        return result
    ready = _ready(send, form, rows)
    granted = _within_limits(ready, result)
    _draw(send, form, granted, result)
    return result


def _ready(send: Send, form: Form, rows: Sequence[Row]) -> list[Ready]:
    """The rows that may leave, with their texts; the others are skipped or postponed."""
    people = _people(send, form, rows)
    night = send.advertising and send.channel == Send.Channel.SMS
    night = night and advertising.is_night(clock.now())
    ready, skipped, postponed = [], [], []
    for row in rows:
        person = people.get(row.id)
        reason = bar(send, (row.suppressed or "").split()) or _obstacle(send, row, person)
        if reason or person is None:
            skipped.append((row.id, reason or "gone"))
        elif night and not person.may_at_night and not send.is_test:
            postponed.append(row.id)
        else:
            try:
                ready.append(Ready(row, form.compose(row.id, row.address, person.values)))
            except Unsendable as unsendable:
                skipped.append((row.id, unsendable.reason))
    skip(skipped)
    if postponed:
        morning = advertising.morning_after(clock.now())
        Message.objects.filter(pk__in=postponed).update(next_at=morning, reason="night")
    return ready


def _people(send: Send, form: Form, rows: Sequence[Row]) -> dict[UUID, Recipient]:
    """{row: the person as they are now}. A test's recipient borrows a customer's values."""
    ids = [row.contact_id for row in rows if row.contact_id]
    found = audience().resolve(ids, send.channel, form.fields) if ids else {}
    people = {row.id: found[row.contact_id] for row in rows if row.contact_id in found}
    if send.is_test:
        sample = _sample(send, form)
        for row in rows:
            people.setdefault(row.id, Recipient(row.id, row.address, values=sample))
    return people


def _sample(send: Send, form: Form) -> dict[str, str]:
    """The merge values of the audience's first person, else the fields' own labels."""
    first = audience().page(send.audience, send.channel, None, 1)
    ids = [person.contact_id for person in first]
    for person in audience().resolve(ids, send.channel, form.fields).values():
        return person.values
    labels = audience().merge_fields()
    return {code: str(labels.get(code, code)) for code in form.fields}


def _obstacle(send: Send, row: Row, person: Recipient | None) -> str:
    if person is None or not person.address:
        return "gone"
    if send.is_test:
        return ""
    if person.address != row.address:
        return "address_changed"
    if send.advertising and not person.may_advertise:
        return "no_consent"
    return ""


def skip(reasons: Iterable[tuple[UUID, str]]) -> None:
    """Ends these rows without sending, each with its reason; they must be locked."""
    ordered = sorted(reasons, key=lambda pair: pair[1])
    for reason, pairs in groupby(ordered, key=lambda pair: pair[1]):
        Message.objects.filter(pk__in=[row for row, _ in pairs]).update(
            state=Message.State.SKIPPED, state_at=clock.now(), reason=reason
        )


def _within_limits(ready: Sequence[Ready], result: Claim) -> list[Ready]:
    """Those that the company's send limits let through, by final channel."""
    now = clock.now()
    granted: list[Ready] = []
    wanted = Counter(item.text.channel for item in ready)
    for channel, count in sorted(wanted.items()):
        got = meter().take_quota(channel, count, now)
        granted += [item for item in ready if item.text.channel == channel][:got]
        if got < count:
            result.limited_until = meter().quota_opens_at(channel, now)
    return granted


def _draw(send: Send, form: Form, granted: Sequence[Ready], result: Claim) -> None:
    """Claims what the holds cover and gives the rest's quota back."""
    if not granted:
        return
    now = clock.now()
    price: dict[Channel, int] = {
        channel: 0 if send.is_free else meter().unit_price(channel)
        for channel in {item.text.channel for item in granted}
    }
    holds = funding.draw(send, [price[item.text.channel] for item in granted])
    covered = [
        (item, hold)
        for item, hold in zip(granted, holds, strict=True)
        if hold is not None or send.is_free
    ]
    result.short = len(covered) < len(granted)
    if result.short:
        _leave(
            [item for item, hold in zip(granted, holds, strict=True) if hold is None], price, now
        )
    _write(covered, price, result, now)
    company = context.company().schema_name
    result.parcels = [
        Parcel(
            item.row.id,
            item.text.channel,
            form.sender,
            item.row.address,
            item.text.data,
            company,
            form.signer,
        )
        for item, _ in covered
    ]


def _leave(uncovered: Sequence[Ready], price: dict[Channel, int], now: datetime) -> None:
    """Leaves rows waiting for money: their quota goes back, what they need is noted with them."""
    for channel, count in sorted(Counter(item.text.channel for item in uncovered).items()):
        meter().return_quota(channel, count, now)
        rows = [item.row.id for item in uncovered if item.text.channel == channel]
        Message.objects.filter(pk__in=rows).update(unit_price=price[channel])


def _write(
    covered: Sequence[tuple[Ready, UUID | None]],
    price: dict[Channel, int],
    result: Claim,
    now: datetime,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            CLAIM,
            [
                now,
                now,
                clock.real_now() + timedelta(seconds=pace().claim_seconds),
                result.attempt_id,
                json.dumps(
                    [
                        {
                            "id": str(item.row.id),
                            "channel": item.text.channel,
                            "price": price[item.text.channel],
                            "hold": str(hold) if hold else None,
                        }
                        for item, hold in covered
                    ]
                ),
            ],
        )
