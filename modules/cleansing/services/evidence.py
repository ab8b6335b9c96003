"""What speaks against values: messages that came back, addresses that contradict (B23)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dangol import clock
from messaging.models import Message, MessageEvent, Suppression
from modules.base.models import Customer
from modules.base.values import addresses, postcodes
from modules.cleansing.models import Fault, Watch
from modules.cleansing.services.faults import keep

FEED = "messaging.event"
OVERLAP = timedelta(minutes=5)
"""What was reported in a transaction that ended later than the last look."""
PLACES = ("home", "work")
READ = (
    "name", "source", "owner_id", "updated_at", "home_postcode", "home_line1", "work_postcode",
    "work_line1", "account__name", "account__line1", "account__created_at", "account__updated_at",
    "account__deleted_at",
)  # fmt: skip
CHANNELS = {
    "email": (Fault.Kind.BOUNCED, Fault.Field.EMAIL, "email_key", "email"),
    "sms": (Fault.Kind.FAILED, Fault.Field.MOBILE, "mobile_key", "mobile"),
    "lms": (Fault.Kind.FAILED, Fault.Field.MOBILE, "mobile_key", "mobile"),
}
"""Channel of a message -> kind, field, the customer's key that must be the address still, shown."""


@transaction.atomic
def from_messages() -> int:
    """Errors from messages that came back since the last look; how many are new."""
    now = clock.now()
    Watch.objects.get_or_create(record=FEED, defaults={"until": now - timedelta(days=30)})
    watch = Watch.objects.select_for_update(skip_locked=True).filter(record=FEED).first()
    if watch is None:
        return 0
    new = keep(list(_returned(watch.until - OVERLAP)))
    watch.until = now
    watch.save(update_fields=["until"])
    return new


def _returned(since: datetime) -> Iterator[Fault]:
    barred = Suppression.objects.filter(
        at__gte=since, reason=Suppression.Reason.BOUNCED, message__isnull=False
    )
    failed = MessageEvent.objects.filter(
        pk__gte=_first_id(since), message__channel__in=("sms", "lms"),
        kind__in=(MessageEvent.Kind.FAILED, MessageEvent.Kind.BOUNCED),
    )  # fmt: skip
    days: dict[Any, datetime] = dict(barred.values_list("message", "at")) | dict(
        failed.values_list("message", "at")
    )
    messages = Message.objects.filter(pk__in=days, contact_id__isnull=False).select_related("send")
    people = Customer.objects.present().in_bulk([each.contact_id for each in messages])
    for message in messages:
        customer = people.get(message.contact_id)
        if customer is not None and message.channel in CHANNELS:
            yield from _of_message(message, customer, days[message.pk])


def _of_message(message: Message, customer: Customer, at: datetime) -> Iterator[Fault]:
    kind, field, key, shown = CHANNELS[message.channel]
    if getattr(customer, key) != message.addr_norm:
        return  # it was put right meanwhile
    yield Fault(
        customer=customer, kind=kind, field=field, value=getattr(customer, shown),
        source=message.provider, owner_id=customer.owner_id, found_on=at.date(),
        detail=(message.reason or _("The provider reported that it was not delivered."))[:300],
    )  # fmt: skip


def _first_id(moment: datetime) -> UUID:
    """The smallest id that can have been made then: ids begin with the milliseconds."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)


def from_addresses(ids: Sequence[UUID]) -> int:
    """Errors in the addresses of these customers: another province, another address of the firm."""
    rows = Customer.objects.present().filter(pk__in=ids).select_related("account").only(*READ)
    return keep([fault for customer in rows for fault in _of_customer(customer)])


def _of_customer(customer: Customer) -> Iterator[Fault]:
    facts: dict[str, Any] = {"customer": customer, "owner_id": customer.owner_id}
    for place in PLACES:
        code, line = getattr(customer, f"{place}_postcode"), getattr(customer, f"{place}_line1")
        there = postcodes.province(code) if code and line else ""
        if there and not line.startswith(there) and addresses.contradicts(code, line):
            words = {"postcode": code, "there": there}
            yield Fault(
                kind=Fault.Kind.CONTRADICTION, field=f"{place}_line1", value=line[:254],
                source=customer.source,
                detail=_("The postcode %(postcode)s lies in %(there)s.") % words, **facts,
            )  # fmt: skip
    yield from _of_firm(customer, facts)


def _of_firm(customer: Customer, facts: dict[str, Any]) -> Iterator[Fault]:
    """The firm's own address was changed after the customer's record, and is another one."""
    firm, line = customer.account, customer.work_line1
    if firm is None or not firm.line1 or not line or firm.deleted_at is not None:
        return
    is_newer = firm.updated_at > max(customer.updated_at, firm.created_at + timedelta(days=1))
    if is_newer and addresses.key(firm.line1) != addresses.key(line):
        yield Fault(
            kind=Fault.Kind.MOVED, field=Fault.Field.WORK_LINE1, value=line[:254],
            better=firm.line1, source=firm.name[:60], found_on=firm.updated_at.date(),
            detail=_("The account's address is a newer one."), **facts,
        )  # fmt: skip
