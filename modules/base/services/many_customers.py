"""One thing done with many chosen customers, each with its own audit line (U1, U4, B35)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock, notices
from dangol.errors import RuleBroken
from modules.base.models import Customer
from modules.base.services import customers
from tenants import audit
from tenants.people.models import User


@transaction.atomic
def trash(ids: Sequence[UUID], value: str = "") -> Mapping[str, Any]:
    """Moves customers to the trash; those that lie there already stay as they are."""
    moved = list(_locked(ids).filter(deleted_at=None))
    for customer in moved:
        customers.remove(customer)
    return {"ids": [str(customer.pk) for customer in moved]}


@transaction.atomic
def take_out(memory: Mapping[str, Any]) -> None:
    """Takes the customers that `trash` moved out of it again. RuleBroken when a code is taken."""
    for customer in _locked(memory["ids"]).exclude(deleted_at=None):
        customers.restore(customer)


@transaction.atomic
def hand_over(ids: Sequence[UUID], value: str) -> Mapping[str, Any]:
    """Gives customers to the owner with the id `value`, or to nobody ("").

    RuleBroken when there is no such colleague, or when they do not work here any more.
    """
    owner = _owner(value)
    owner_id = owner.pk if owner else None
    before = {}
    for customer in _locked(ids):
        if customer.owner_id != owner_id:
            before[str(customer.pk)] = str(customer.owner_id or "")
            _give(customer, owner_id)
    if before:
        notices.tell(customers.handed_over(list(before)), [owner_id])
    return {"to": str(owner_id or ""), "before": before}


@transaction.atomic
def hand_back(memory: Mapping[str, Any]) -> None:
    """Gives each customer back to whom it belonged, unless it changed hands again since."""
    for customer in _locked(memory["before"]):
        if str(customer.owner_id or "") == memory["to"]:
            before = memory["before"][str(customer.pk)]
            _give(customer, UUID(before) if before else None)
    if memory["before"] and memory["to"]:
        notices.take_back(customers.handed_over(list(memory["before"])), [UUID(memory["to"])])


@transaction.atomic
def pass_on(giver: UUID, heir: UUID | None, most: int) -> int:
    """Gives at most `most` customers of a user who leaves to another, or to nobody; how many."""
    ids = Customer.objects.filter(owner=giver).order_by("pk").values_list("pk", flat=True)[:most]
    found = list(_locked(list(ids)).filter(owner=giver))
    for customer in found:
        _give(customer, heir)
    return len(found)


def _give(customer: Customer, owner_id: UUID | None) -> None:
    changes = {"owner_id": [_text(customer.owner_id), _text(owner_id)]}
    customer.owner_id = owner_id
    customer.updated_at = clock.now()
    customer.save(update_fields=["owner", "updated_at"])
    audit.record(
        "base.customer.edit", subject=customers.SUBJECT, subject_id=customer.pk,
        summary=customer.name, changes=changes,
    )  # fmt: skip


def _text(owner_id: UUID | None) -> str | None:
    return str(owner_id) if owner_id else None


def _owner(value: str) -> User | None:
    if not value:
        return None
    try:
        found = User.objects.filter(pk=UUID(value), is_active=True).first()
    except ValueError:
        found = None
    if found is None:
        raise RuleBroken(
            "owner_unknown", _("Choose a colleague who works here as the owner."), field="value"
        )
    return found


def _locked(ids: Sequence[Any] | Mapping[str, Any]) -> Any:
    """The customers, locked in one order, so that two such deeds do not wait for each other."""
    return Customer.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk")
