"""What is done with many customers at once, and passing on those of who leaves (U1, B13, B35)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from dangol import clock
from dangol.records.bulk import Columns, Concerned
from modules.base import values as stored
from modules.base.models import Customer
from modules.base.services import customers
from tenants import audit


def made_of(columns: Columns) -> Columns:
    """What follows from values that are set by hand: keys to match by, dates of consents."""
    found: dict[str, Any] = {}
    if "mobile" in columns:
        found["mobile_key"] = stored.mobile(columns["mobile"])[1]
    if "email" in columns:
        found["email_key"] = columns["email"].lower()
    for name in customers.CONSENTS:
        if name in columns:
            found |= {f"{name}_at": clock.now(), f"{name}_source": customers.BY_HAND}
    return found


def concerned(columns: Columns, ids: Sequence[Any], count: int) -> Concerned | None:
    """The new owner is told of all that came to them: one notice, however many they are."""
    owner = columns.get("owner_id")
    if not owner:
        return None
    return customers.handed_over(ids, count), [UUID(str(owner))]


@transaction.atomic
def pass_on(giver: UUID, heir: UUID | None, most: int) -> int:
    """Gives at most `most` customers of a user who leaves to another, or to nobody; how many."""
    rows = Customer.objects.select_for_update().filter(owner=giver).order_by("pk")[:most]
    for customer in rows:
        changes = {"owner_id": [str(giver), str(heir) if heir else None]}
        customer.owner_id = heir
        customer.updated_at = clock.now()
        customer.save(update_fields=["owner", "updated_at"])
        audit.record(
            "base.customer.edit", subject=customers.SUBJECT, subject_id=customer.pk,
            summary=customer.name, changes=changes,
        )  # fmt: skip
    return len(rows)
