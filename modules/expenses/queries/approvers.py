"""Who may approve expenses (A27)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from dangol import remembered
from dangol.access import user_can
from tenants.people.models import User

APPROVE = "expenses.expense.approve"


def approvers() -> Collection[UUID]:
    """Ids of everybody who works here and may approve; a request asks once."""
    return remembered.of("expense approvers", _approvers)


def _approvers() -> list[UUID]:
    people = User.objects.filter(is_active=True).prefetch_related("licences", "access_roles")
    return [user.pk for user in people.order_by("name", "pk") if user_can(user, APPROVE)]


def may_approve(user_id: UUID | None) -> bool:
    """Whether somebody with this id works here and may approve."""
    if user_id is None:
        return False
    people = User.objects.filter(pk=user_id, is_active=True)
    user = people.prefetch_related("licences", "access_roles").first()
    return user is not None and user_can(user, APPROVE)
