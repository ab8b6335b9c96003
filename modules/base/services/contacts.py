"""Writing contact history (B7, B8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from dangol import clock, notices
from dangol.errors import RuleBroken
from dangol.records.text import clean_line, clean_paragraph, refuse_resident_number
from modules.base.models import ContactHistory, Customer
from modules.base.models.contact import Medium
from modules.base.services import cycle
from tenants import audit
from tenants.people.models import User
from tenants.queries import mentions
from tenants.services.records import Services, Values, set_all

FIELDS = (
    "customer_id", "medium", "subject", "contacted_at", "staff_id", "memo", "next_action",
    "next_on",
)  # fmt: skip


class Contacts(Services):
    """A new contact is news of the customer; what is changed of it later is its own history."""

    def note(self, verb: str, instance: Any, changes: Mapping[str, Any] | None = None) -> None:
        if verb == "create":
            audit.record(
                "base.contact.create", subject="base.customer", subject_id=instance.customer_id,
                summary=instance.customer.name, changes={"medium": instance.medium},
            )  # fmt: skip
        else:
            super().note(verb, instance, changes)


def add(
    customer: Customer, *, staff: User, medium: str, memo: str, contacted_at: datetime | None = None
) -> ContactHistory:
    """Notes a contact of `staff` with the customer, or a remark about them (`note`).

    A remark is no contact: it does not count as the last one. RuleBroken for a contact that is yet
    to come.
    """
    found: ContactHistory = services.create(
        {
            "customer": customer,
            "staff": staff,
            "medium": medium,
            "memo": memo,
            "contacted_at": contacted_at,
        }
    )
    return found


def jot(customer: Customer, user: User, medium: str, memo: str, at: datetime | None) -> Any:
    """What is written down on a customer's page: a contact of the user's."""
    return add(customer, staff=user, medium=medium, memo=memo, contacted_at=at)


def _take_over(contact: ContactHistory, values: Values) -> None:
    set_all(contact, values)
    contact.contacted_at = contact.contacted_at or clock.now()
    if contact.contacted_at > clock.now():
        raise RuleBroken(
            "contact_in_future",
            _("A contact has taken place; its date cannot lie in the future."),
            field="contacted_at",
        )
    if contact.staff_id is None and contact._state.adding:
        contact.staff_id = audit.actor().id
    contact.memo = clean_paragraph(contact.memo)
    contact.subject = contact.subject or clean_line(contact.memo.partition("\n")[0][:100])
    for name in ("subject", "memo"):
        refuse_resident_number(getattr(contact, name), field=name)
    if not contact.subject:
        raise RuleBroken("subject_missing", _("Write what it was about."), field="subject")


def _allow(contact: ContactHistory, verb: str) -> None:
    if contact.is_system:
        raise RuleBroken(
            "written_by_system", _("The system wrote this; it stays as it is."), field="subject"
        )


def _follow(contact: ContactHistory, verb: str, changes: Mapping[str, Any]) -> None:
    """The customers' last contact, and who is told."""
    if verb == "create":
        _came(contact)
        _tell(contact)
    elif verb != "edit" or changes.keys() & {"customer_id", "medium", "contacted_at"}:
        before = changes.get("customer_id", [None])[0]
        look_again({contact.customer_id, UUID(before) if before else contact.customer_id})


def _came(contact: ContactHistory) -> None:
    if contact.medium != Medium.NOTE:
        moment = contact.contacted_at
        later = Customer.objects.filter(
            Q(last_contacted_at=None) | Q(last_contacted_at__lt=moment), pk=contact.customer_id
        )
        if later.update(last_contacted_at=moment):
            cycle.move([contact.customer_id])


def look_again(customers: Iterable[UUID]) -> None:
    """When one last spoke with each of these customers, of the contacts that are left."""
    spoken = ContactHistory.objects.by_people().exclude(medium=Medium.NOTE)
    looked_at = list(customers)
    for customer_id in looked_at:
        last = spoken.filter(customer=customer_id).aggregate(last=Max("contacted_at"))["last"]
        Customer.objects.filter(pk=customer_id).update(last_contacted_at=last)
    cycle.move(looked_at)


def _tell(contact: ContactHistory) -> None:
    mentioned = notices.Told(
        kind="base.contact.mention", record="base.customer", key=str(contact.customer_id),
        facts={"contact": str(contact.pk)},
    )  # fmt: skip
    notices.tell(mentioned, [user.pk for user in mentions.in_text(contact.memo)])


services = Contacts(
    subject="base.contact",
    model=ContactHistory,
    fields=FIELDS,
    owner="staff",
    passes=None,
    take_over=_take_over,
    allow=_allow,
    follow=_follow,
)


def note(customer_id: UUID, *, medium: str, memo: str, link: str) -> None:
    """Adds a line written by the system; nothing happens when the customer is gone.

    Not audited: the deed itself, such as a send, has its own line. It does not count as the last
    contact either, which is a person's.
    """
    if Customer.objects.filter(pk=customer_id).exists():
        ContactHistory.objects.create(
            customer_id=customer_id, medium=medium, memo=memo, link=link, is_system=True
        )
