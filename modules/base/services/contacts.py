"""Writing contact history (B7, B8)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangol import clock, notices
from dangol.errors import RuleBroken
from dangol.records.text import clean_paragraph, refuse_resident_number
from modules.base.models import ContactHistory, Customer
from modules.base.models.contact import Medium
from tenants import audit
from tenants.people.models import User
from tenants.queries import mentions


@transaction.atomic
def add(
    customer: Customer, *, staff: User, medium: str, memo: str, contacted_at: datetime | None = None
) -> ContactHistory:
    """Notes a contact of `staff` with the customer, or a remark about them (`note`).

    A remark is no contact: it does not count as the last one. RuleBroken for a contact that is yet
    to come.
    """
    moment = contacted_at or clock.now()
    if moment > clock.now():
        raise RuleBroken(
            "contact_in_future",
            _("A contact has taken place; its date cannot lie in the future."),
            field="contacted_at",
        )
    memo = clean_paragraph(memo)
    refuse_resident_number(memo, field="memo")
    contact = ContactHistory.objects.create(
        customer=customer, staff=staff, medium=medium, memo=memo, contacted_at=moment
    )
    if medium != Medium.NOTE:
        Customer.objects.filter(
            Q(last_contacted_at=None) | Q(last_contacted_at__lt=moment), pk=customer.pk
        ).update(last_contacted_at=moment)
    audit.record(
        "base.contact.create", subject="base.customer", subject_id=customer.pk,
        summary=customer.name, changes={"medium": medium},
    )  # fmt: skip
    mentioned = notices.Told(
        kind="base.contact.mention", record="base.customer", key=str(customer.pk),
        facts={"contact": str(contact.pk)},
    )  # fmt: skip
    notices.tell(mentioned, [user.pk for user in mentions.in_text(memo)])
    return contact


def note(customer_id: UUID, *, medium: str, memo: str, link: str) -> None:
    """Adds a line written by the system; nothing happens when the customer is gone.

    Not audited: the deed itself, such as a send, has its own line. It does not count as the last
    contact either, which is a person's.
    """
    if Customer.objects.filter(pk=customer_id).exists():
        ContactHistory.objects.create(
            customer_id=customer_id, medium=medium, memo=memo, link=link, is_system=True
        )
