"""A user's own name and language."""

from __future__ import annotations

from django.db import transaction

from tenants import audit
from tenants.people.models import User


@transaction.atomic
def change(user: User, *, name: str, language: str) -> None:
    """Changes what the user may change alone."""
    before = {"name": user.name, "language": user.language}
    user.name, user.language = name, language
    user.save(update_fields=["name", "language"])
    changes = {f: [old, getattr(user, f)] for f, old in before.items() if old != getattr(user, f)}
    if changes:
        audit.record(
            "tenants.profile.edit",
            subject="tenants.user",
            subject_id=user.pk,
            summary=name,
            changes=changes,
        )
