"""From an audience to one row per recipient (S2): in chunks, each with its cursor in one commit."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction

from dangol import clock
from dangol.ids import new_id
from messaging import addresses
from messaging.models import Message, Send
from messaging.pace import pace
from messaging.ports import Recipient, audience
from messaging.services import barring

INSERT = """
INSERT INTO messaging_message
  (id, send_id, wave, trigger_key, contact_id, name, addr_norm, addr_hash, state, state_at, next_at,
   attempt, channel, unit_price, provider, provider_msg_id, error_class, reason)
SELECT id, %(send)s, 0, '', contact_id, name, addr_norm, addr_hash, state, %(now)s, %(now)s,
   0, %(channel)s, 0, '', '', '', reason
FROM unnest(%(ids)s::uuid[], %(contacts)s::uuid[], %(names)s::text[], %(addresses)s::text[],
            %(hashes)s::uuid[], %(states)s::text[], %(reasons)s::text[])
  AS t(id, contact_id, name, addr_norm, addr_hash, state, reason)
ON CONFLICT (send_id, wave, addr_hash, trigger_key) DO NOTHING
"""


@transaction.atomic
def expand(send: Send) -> int:
    """Adds the rows of the audience's next chunk; returns how many people were looked at.

    Two people with one address get one row. Only one pump expands a send at a time; the others get
    0 at once. `send` is brought up to date.
    """
    if not _mine(send):
        return 0
    send.refresh_from_db()
    if send.expand_done:
        return 0
    people = audience().page(send.audience, send.channel, send.expand_cursor, pace().chunk)
    added = _insert(send, people) if people else 0
    Send.objects.filter(pk=send.pk).update(
        expand_cursor=people[-1].contact_id if people else send.expand_cursor,
        expand_done=len(people) < pace().chunk,
        duplicates=send.duplicates + len(people) - added,
    )
    send.refresh_from_db()
    return len(people)


def _mine(send: Send) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"expand:{send.pk}"]
        )
        (locked,) = cursor.fetchone()
    return bool(locked)


def _insert(send: Send, people: list[Recipient]) -> int:
    normal = [addresses.normal(send.channel, person.address) for person in people]
    hashes = [addresses.fingerprint(address) for address in normal]
    reasons = _obstacles(send, people, normal, hashes)
    pending, skipped = Message.State.PENDING.value, Message.State.SKIPPED.value
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            {
                "send": send.pk,
                "channel": send.channel,
                "now": clock.now(),
                "ids": [new_id() for _ in people],
                "contacts": [person.contact_id for person in people],
                "names": [person.name[:120] for person in people],
                "addresses": [address[:254] for address in normal],
                "hashes": hashes,
                "states": [skipped if reason else pending for reason in reasons],
                "reasons": reasons,
            },
        )
        return int(cursor.rowcount)


def _obstacles(
    send: Send, people: list[Recipient], normal: list[str], hashes: list[UUID]
) -> list[str]:
    """Why each of them is left out from the beginning, "" for those who get it.

    What is known now is said now, so that the people left are those whom the send still reaches.
    All of it is asked again before a message leaves.
    """
    barred = barring.reasons_of(send, hashes)
    reasons = []
    for person, address, key in zip(people, normal, hashes, strict=True):
        if not addresses.is_valid(send.channel, address):
            reasons.append("invalid_address")
        elif reason := barring.bar(send, barred.get(key, ())):
            reasons.append(reason)
        else:
            refused = send.advertising and not person.may_advertise
            reasons.append("no_consent" if refused else "")
    return reasons
