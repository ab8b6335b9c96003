"""Who got what (S9): the rows of a send, page by page or as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from dangol.records.filters.base import contains
from messaging import reasons
from messaging.models import Message, MessageEvent, Send

PAGE = 50
FIND = 60
"""Characters of what is looked for."""
NUMBER = re.compile(r"[\d\s+()-]{3,}")
State = Message.State

GROUPS: dict[str, tuple[State, ...]] = {
    "accepted": (State.ACCEPTED,),
    "failed": (State.REJECTED,),
    "skipped": (State.SKIPPED, State.CONTROL),
    "unknown": (State.UNKNOWN,),
    "left": (*Message.UNSENT, *Message.HANDLED),
}
"""The filters of the result list."""


@dataclass(frozen=True)
class Page:
    """One page of rows in the order they were made, with the keys of its neighbours."""

    rows: list[Message]
    before: UUID | None
    after: UUID | None


def rows_of(send: Send, group: str = "", find: str = "") -> QuerySet[Message]:
    """The send's rows in one of GROUPS, or all of them, marked with opens and clicks of people.

    `find` keeps those whose name or address contains it; dashes of a number do not matter.
    """
    rows = Message.objects.filter(send=send)
    if find:
        rows = rows.filter(_contains(find))
    if group in GROUPS:
        rows = rows.filter(state__in=GROUPS[group])
    return rows.annotate(
        opened=_has(MessageEvent.Kind.OPENED), clicked=_has(MessageEvent.Kind.CLICKED)
    )


def _has(kind: MessageEvent.Kind) -> Exists:
    return Exists(MessageEvent.objects.filter(message=OuterRef("pk"), kind=kind, machine=False))


def _contains(find: str) -> Q:
    text = find.replace("\x00", "").strip()[:FIND]
    address = text.lower()
    if NUMBER.fullmatch(text):
        address = re.sub(r"\D", "", text)
    return contains("name", text) | Q(addr_norm__contains=address)


def page(
    send: Send,
    group: str = "",
    *,
    find: str = "",
    after: UUID | None = None,
    before: UUID | None = None,
) -> Page:
    """Up to PAGE rows after, or before, a key: the hash of an address.

    That order means nothing to people, but it is the one the unique index has; another index would
    cost each message four more entries.
    """
    rows = rows_of(send, group, find).filter(wave=0)
    if before is not None:
        found = list(rows.filter(addr_hash__lt=before).order_by("-addr_hash")[: PAGE + 1])
        more, found = len(found) > PAGE, found[:PAGE][::-1]
        return Page(
            found, found[0].addr_hash if more else None, found[-1].addr_hash if found else None
        )
    if after is not None:
        rows = rows.filter(addr_hash__gt=after)
    found = list(rows.order_by("addr_hash")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    return Page(
        found,
        found[0].addr_hash if after and found else None,
        found[-1].addr_hash if more else None,
    )


@dataclass(frozen=True)
class Responses:
    """How many people did something with what they got; machines are not counted."""

    opened: int
    clicked: int
    unsubscribed: int


def responses(send: Send) -> Responses:
    """The send's responses, each person once for each kind."""
    kind = MessageEvent.Kind
    people = {
        name: Count("message", filter=Q(kind=value), distinct=True)
        for name, value in [
            ("opened", kind.OPENED),
            ("clicked", kind.CLICKED),
            ("unsubscribed", kind.UNSUBSCRIBED),
        ]
    }
    return Responses(
        **MessageEvent.objects.filter(message__send=send, machine=False).aggregate(**people)
    )


def every_row(send: Send) -> Iterator[dict[str, Any]]:
    """Each row of the send as plain values, for `dangol send export` and the CSV."""
    for row in rows_of(send).order_by("wave", "addr_hash").iterator(chunk_size=2_000):
        yield {
            "message_id": str(row.pk),
            "contact_id": str(row.contact_id) if row.contact_id else None,
            "name": row.name,
            "address": row.addr_norm,
            "state": row.state,
            "reason": row.reason,
            "explanation": reasons.sentence(row.reason),
            "state_at": row.state_at.isoformat(),
            "channel": row.channel,
            "attempts": row.attempt,
            "charged": row.unit_price if row.state == State.ACCEPTED else 0,
            "provider": row.provider,
            "provider_message_id": row.provider_msg_id,
            "opened": row.opened,  # type: ignore[attr-defined]
            "clicked": row.clicked,  # type: ignore[attr-defined]
        }
