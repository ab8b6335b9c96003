"""Noting that an administrator looks with somebody else's eyes (P5, V3)."""

from __future__ import annotations

from django.db import transaction

from tenants import audit
from tenants.people.models import AccessRole, User


@transaction.atomic
def as_role(role: AccessRole) -> None:
    """Somebody looks as a member with this role alone."""
    audit.record(
        "tenants.role.view_as", subject="tenants.role", subject_id=role.pk, summary=role.name
    )


@transaction.atomic
def as_user(user: User) -> None:
    """Somebody sees what this user sees."""
    audit.record(
        "tenants.user.view_as", subject="tenants.user", subject_id=user.pk, summary=user.name
    )
