"""The boxes of messages: received, sent, to customers, and the trash (A26).

Each is read from a place on by an index of its own, so that a box of a million opens as fast as one
of ten. Names of customers are read with the page, under the reader's rights.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dangol.records.names import names_of
from dangol.records.timeline import Mark, below
from messaging.models import Message as Outgoing
from messaging.models import Send
from modules.base.records import customer_record
from modules.messages.models import Delivery, Message
from tenants.people.models import User
from tenants.queries import desk, naming

RECEIVED, SENT, CUSTOMERS, TRASH = "received", "sent", "customers", "trash"
PAGE = 50
MOST = 100
"""Unread messages that are counted; beyond it stands 99+."""
LONGEST_SEARCH = 60


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which page of which box: `text` is looked for in subject, text and the sender's name."""

    box: str = RECEIVED
    text: str = ""
    unread: bool = False
    mark: Mark | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of a box.

    who       the sender of a received one, the receivers of a sent one
    customer  name and address of the customer it is about or was sent to; "" for none to be seen
    result    what came of it, in words
    """

    key: UUID
    subject: str
    who: str = ""
    customer: str = ""
    customer_url: str = ""
    reserved_at: datetime | None = None
    sent_at: datetime | None = None
    received_at: datetime | None = None
    result: str = ""
    state: str = ""
    is_unread: bool = False
    may_cancel: bool = False
    is_open: bool = True


@dataclass(frozen=True)
class Page:
    """The rows, and the place to go on from or ""."""

    lines: list[Line]
    onward: str


def page(user: User, asked: Asked, *, most: int = PAGE) -> Page:
    """A page of the box that is asked for."""
    if asked.box == CUSTOMERS:
        return _to_customers(user, asked, most)
    found: list[tuple[datetime, UUID, Delivery | Message]] = []
    if asked.box in (RECEIVED, TRASH):
        rows: Any = _received(user, asked)
        found += [(row.at, row.pk, row) for row in below(rows, "at", asked.mark, most + 1)]
    if asked.box in (SENT, TRASH):
        rows = _sent(user, asked)
        found += [(r.placed_at, r.pk, r) for r in below(rows, "placed_at", asked.mark, most + 1)]
    found.sort(key=lambda each: each[:2], reverse=True)
    onward = Mark(*found[most - 1][:2]).written() if len(found) > most else ""
    return Page(_lines(user, [row for _at, _key, row in found[:most]]), onward)


def unread(user: User) -> int:
    """How many messages the user has not read, at most `MOST`."""
    return unread_rows(user)[:MOST].count()


def unread_rows(user: User) -> QuerySet[Delivery]:
    """Those that the user has not read."""
    return _own(user).filter(read_at=None, trashed_at=None)


def one(user: User, key: UUID) -> tuple[Message, Delivery | None] | None:
    """A message that the user wrote, or got and still has; None for any other."""
    message = Message.objects.filter(pk=key).select_related("sender", "answers").first()
    own = _own(user).filter(message_id=key).first()
    if message is None or (own is None and message.sender_id != user.pk):
        return None
    return message, own


def deliveries(message: Message) -> QuerySet[Delivery]:
    """Every copy with its receiver, in the order of their names."""
    rows = Delivery.objects.filter(message=message).select_related("user__department")
    return rows.order_by("taken_back_at", "user__name", "pk")


def about(user: User, message: Message) -> desk.OwnLine | None:
    """The customer whom it is about, if the reader may see that one."""
    thing = (customer_record.code, str(message.customer_id))
    names = names_of(user, [thing]) if message.customer_id else {}
    return desk.line_of(thing, names[thing]) if thing in names else None


def _own(user: User) -> QuerySet[Delivery]:
    return Delivery.objects.filter(user_id=user.pk, taken_back_at=None)


def _received(user: User, asked: Asked) -> QuerySet[Delivery]:
    rows = (
        _own(user).filter(trashed_at__isnull=asked.box != TRASH).select_related("message__sender")
    )
    if asked.unread:
        rows = rows.filter(read_at=None)
    words = Q(message__subject__icontains=asked.text) | Q(message__text__icontains=asked.text)
    return (
        rows.filter(words | Q(message__sender__name__icontains=asked.text)) if asked.text else rows
    )


def _sent(user: User, asked: Asked) -> QuerySet[Message]:
    own = Message.objects.filter(sender_id=user.pk, trashed_at__isnull=asked.box != TRASH)
    words = Q(subject__icontains=asked.text) | Q(text__icontains=asked.text)
    return own.filter(words) if asked.text else own


def _to_customers(user: User, asked: Asked, most: int) -> Page:
    """Mails and text messages to customers whom the reader may see, the newest first."""
    seen = customer_record.visible_to(user).filter(pk=OuterRef("contact_id"))
    rows = Outgoing.objects.filter(Exists(seen), send__kind=Send.Kind.BULK)
    if asked.text:
        rows = rows.filter(
            Q(send__subject__icontains=asked.text) | Q(send__name__icontains=asked.text)
        )
    if asked.mark:
        rows = rows.filter(pk__lt=asked.mark.key)
    found = list(rows.select_related("send").order_by("-pk")[: most + 1])
    names = _customers(user, [row.contact_id for row in found])
    onward = (
        Mark(found[most - 1].state_at, found[most - 1].pk).written() if len(found) > most else ""
    )
    return Page([_outgoing(row, names) for row in found[:most]], onward)


def _outgoing(row: Outgoing, names: dict[Any, desk.OwnLine]) -> Line:
    customer = names.get(row.contact_id)
    was_sent = row.state == Outgoing.State.ACCEPTED
    return Line(
        key=row.pk,
        subject=row.send.subject or row.send.name,
        who=row.send.created_by_name,
        customer=customer.label if customer else "",
        customer_url=customer.url if customer else "",
        reserved_at=row.send.scheduled_at,
        sent_at=row.state_at if was_sent else None,
        result=str(row.get_state_display()),
        state={"accepted": "ok", "rejected": "err"}.get(row.state, ""),
        is_open=False,
    )


def _customers(user: User, keys: Iterable[Any]) -> dict[Any, desk.OwnLine]:
    """{id: how the customer stands here} of those that the reader may see: one statement."""
    things = {(customer_record.code, str(key)): key for key in keys if key}
    names = names_of(user, things) if things else {}
    return {things[thing]: desk.line_of(thing, name) for thing, name in names.items()}


def _lines(user: User, rows: Sequence[Delivery | Message]) -> list[Line]:
    own = [row for row in rows if isinstance(row, Message)]
    got = [row for row in rows if isinstance(row, Delivery)]
    customers = _customers(
        user, [*(m.customer_id for m in own), *(d.message.customer_id for d in got)]
    )
    reads = _reads(own)
    people: Mapping[str, str] = naming.people() if own else {}
    return [
        _received_line(row, customers)
        if isinstance(row, Delivery)
        else _sent_line(row, customers, reads.get(row.pk, 0), people)
        for row in rows
    ]


def _reads(messages: Sequence[Message]) -> dict[UUID, int]:
    """{id: receivers who have read it}."""
    rows = Delivery.objects.filter(
        message__in=[m.pk for m in messages], read_at__isnull=False, taken_back_at=None
    )
    counted = rows.order_by().values("message_id").annotate(count=Count("pk"))
    return dict(counted.values_list("message_id", "count")) if messages else {}


def _received_line(row: Delivery, customers: dict[Any, desk.OwnLine]) -> Line:
    message = row.message
    customer = customers.get(message.customer_id)
    return Line(
        key=message.pk,
        subject=message.subject,
        who=message.sender.name if message.sender else _("Somebody who left"),
        customer=customer.label if customer else "",
        customer_url=customer.url if customer else "",
        sent_at=message.sent_at,
        received_at=row.at,
        result=_("Read") if row.read_at else _("Unread"),
        is_unread=row.read_at is None,
    )


def _sent_line(
    row: Message, customers: dict[Any, desk.OwnLine], read: int, people: Mapping[str, str]
) -> Line:
    customer = customers.get(row.customer_id)
    return Line(
        key=row.pk,
        subject=row.subject,
        who=_receivers(row, people),
        customer=customer.label if customer else "",
        customer_url=customer.url if customer else "",
        reserved_at=row.reserved_at,
        sent_at=row.sent_at,
        result=result_of(row, read),
        state="ok" if row.sent_at and read == row.count else "",
        may_cancel=row.is_reserved,
    )


def result_of(row: Message, read: int) -> str:
    """What came of a sent message, in words."""
    if row.cancelled_at:
        return _("Cancelled")
    if row.is_reserved:
        return _("Reserved")
    if not row.count:
        return pgettext("message", "Taken back")
    return _("%(read)s of %(count)s read") % {"read": read, "count": row.count}


def _receivers(row: Message, people: Mapping[str, str]) -> str:
    """The first of the chosen by name, and how many more."""
    named = [people[code[1:]] for code in row.to if code[0] == "u" and code[1:] in people]
    first = named[0] if named else _("Department")
    if len(row.to) < 2:
        return first
    return _("%(first)s and %(count)s others") % {"first": first, "count": len(row.to) - 1}
