"""Sending messages to colleagues, at once or when it is time (A26)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock, notices
from dangol.errors import RuleBroken
from dangol.records.page.files import files
from dangol.records.text import clean_line, clean_paragraph, refuse_resident_number
from modules.base.records import customer_record
from modules.messages.models import Delivery, Message
from modules.messages.models.message import LONGEST_SUBJECT, LONGEST_TEXT
from tenants import audit
from tenants.hints.queries import receivers
from tenants.people.models import User

CODE = "messages.message"
"""As which its files are kept, and the audit knows it."""
RECEIVED = "messages.message.received"
MOST = 200
"""Receivers of one message."""
MOST_FILES = 10
OFTEN, OFTEN_SPAN = 30, timedelta(minutes=10)
AHEAD = timedelta(days=365)
AT_ONCE = 100
"""Reserved messages that one round sends."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody wrote. `customer` and `answers` are ids; `files` are uploads."""

    to: Sequence[str]
    subject: str
    text: str = ""
    customer: UUID | None = None
    answers: UUID | None = None
    reserved_at: datetime | None = None
    files: Sequence[Any] = ()


@dataclass(frozen=True)
class Sent:
    """What came of it; `skipped` are names of the chosen who do not work here any more."""

    message: Message
    count: int
    skipped: list[str]


@transaction.atomic
def send(sender: User, draft: Draft) -> Sent:
    """Sends a message, or reserves it for later.

    Raises RuleBroken, with the field, for no subject or too long a text, a resident number, nobody
    or too many to write to, a customer out of the sender's sight, a time that is past or too far
    off, files that are not kept, and too many messages in a short time. Then nothing is kept.
    """
    subject, text = clean_line(draft.subject), clean_paragraph(draft.text)
    _refuse_texts(subject, text)
    _refuse_time(draft.reserved_at)
    customer = _customer(sender, draft.customer)
    chosen = receivers.chosen(sender, draft.to)
    _refuse_receivers(chosen)
    if len(draft.files) > MOST_FILES:
        words = _("A message carries at most %(most)s files.") % {"most": MOST_FILES}
        raise RuleBroken("message_files", words, field="files")
    User.objects.select_for_update().get(pk=sender.pk)
    _refuse_too_often(sender)
    message = Message.objects.create(
        sender=sender, subject=subject, text=text, customer_id=customer, answers_id=draft.answers,
        to=list(draft.to), reserved_at=draft.reserved_at,
        placed_at=draft.reserved_at or clock.now(), count=len(chosen.users),
    )  # fmt: skip
    for upload in draft.files:
        files().add(CODE, message.pk, upload, by=sender, title=subject)
    if draft.reserved_at is None:
        _deliver(message, chosen.users)
    _note("reserve" if draft.reserved_at else "send", message)
    return Sent(message, len(chosen.users), chosen.skipped)


def send_due() -> int:
    """Sends what was reserved for now, inside one company, at most `AT_ONCE`; how many.

    Any number of rounds send each once: the row is held and marked in the transaction that makes
    the receivers' copies.
    """
    for done in range(AT_ONCE):
        if not _send_one():
            return done
    return AT_ONCE


@transaction.atomic
def _send_one() -> bool:
    """Sends the next one that is due; False when there is none."""
    due = Message.objects.filter(sent_at=None, cancelled_at=None, reserved_at__lte=clock.now())
    row = (
        due.select_for_update(skip_locked=True, of=("self",)).order_by("reserved_at", "pk").first()
    )
    if row is None:
        return False
    sender = row.sender
    if sender is None or not sender.is_active:
        row.cancelled_at = clock.now()
        row.save(update_fields=["cancelled_at"])
        return True
    with audit.acting(audit.Actor(id=sender.pk, name=sender.name)):
        users = receivers.chosen(sender, row.to).users[:MOST]
        _deliver(row, users)
        _note("send", row)
    return True


@transaction.atomic
def cancel(sender: User, key: UUID) -> None:
    """Takes a reserved message out of the queue; RuleBroken when it has left already."""
    row = _own(sender, key)
    if not row.is_reserved or row.reserved_at is None:
        raise RuleBroken("message_left", _("It has been sent or cancelled already."))
    row.cancelled_at = clock.now()
    row.save(update_fields=["cancelled_at"])
    _note("cancel", row)


@transaction.atomic
def take_back(sender: User, key: UUID) -> int:
    """Takes it back from all who have not read it; from how many. RuleBroken when all have."""
    row = _own(sender, key)
    unread = Delivery.objects.filter(message=row, read_at=None, taken_back_at=None)
    held = dict(unread.select_for_update().values_list("pk", "user_id"))
    if not held:
        raise RuleBroken("message_read", _("Everybody has read it already, so it stays."))
    Delivery.objects.filter(pk__in=held).update(taken_back_at=clock.now())
    row.count -= len(held)
    row.save(update_fields=["count"])
    notices.take_back(_told(row), list(held.values()))
    _note("take_back", row)
    return len(held)


def _own(sender: User, key: UUID) -> Message:
    """The sender's message, held until the transaction ends."""
    row = Message.objects.select_for_update().filter(pk=key, sender_id=sender.pk).first()
    if row is None:
        raise RuleBroken("message_gone", _("The message is not there any more."))
    return row


def _deliver(message: Message, users: Sequence[User]) -> None:
    now = clock.now()
    message.sent_at = message.placed_at = now
    message.count = len(users)
    message.save(update_fields=["sent_at", "placed_at", "count"])
    Delivery.objects.bulk_create(Delivery(message=message, user=user, at=now) for user in users)
    notices.tell(_told(message), [user.pk for user in users])


def _told(message: Message) -> notices.Told:
    return notices.Told(kind=RECEIVED, record=CODE, key=str(message.pk))


def _note(verb: str, message: Message) -> None:
    audit.record(
        f"{CODE}.{verb}", subject=CODE, subject_id=message.pk, summary=message.subject,
        changes={"receivers": message.count},
    )  # fmt: skip


def _refuse_texts(subject: str, text: str) -> None:
    if not subject:
        raise RuleBroken("subject_empty", _("Write a subject."), field="subject")
    for field, value, most in (("subject", subject, LONGEST_SUBJECT), ("text", text, LONGEST_TEXT)):
        if len(value) > most:
            words = _("At most %(most)s letters fit here.") % {"most": most}
            raise RuleBroken("text_long", words, field=field)
        refuse_resident_number(value, field=field)


def _refuse_time(at: datetime | None) -> None:
    if at is not None and not clock.now() < at < clock.now() + AHEAD:
        words = _("Choose a time from now on, within a year.")
        raise RuleBroken("reserved_when", words, field="reserved_at")


def _customer(sender: User, key: UUID | None) -> UUID | None:
    if key is None or customer_record.visible_to(sender).filter(pk=key).exists():
        return key
    raise RuleBroken("customer_unknown", _("This customer is not here."), field="customer")


def _refuse_receivers(chosen: receivers.Chosen) -> None:
    if not chosen.users:
        raise RuleBroken("message_nobody", _("Choose who is to get it."), field="to")
    if len(chosen.users) > MOST:
        words = _("These are %(count)s people; at most %(most)s can be told at once.")
        facts = {"count": len(chosen.users), "most": MOST}
        raise RuleBroken("message_many", words % facts, field="to")


def _refuse_too_often(sender: User) -> None:
    lately = Message.objects.filter(sender=sender, written_at__gt=clock.now() - OFTEN_SPAN)
    if lately.count() >= OFTEN:
        words = _("You have written %(most)s messages within %(minutes)s minutes. Wait a little.")
        facts = {"most": OFTEN, "minutes": OFTEN_SPAN.seconds // 60}
        raise RuleBroken("message_often", words % facts, field="to")
