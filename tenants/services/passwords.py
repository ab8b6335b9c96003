"""A user's password (P6)."""

from __future__ import annotations

from django.db import transaction

from tenants import audit
from tenants.people.models import User
from tenants.services import sittings


@transaction.atomic
def change(user: User, password: str, *, keep: str = "") -> None:
    """Sets a password that was checked already and logs the user out everywhere but at `keep`."""
    user.set_password(password)
    user.save(update_fields=["password"])
    ended = user.sittings.exclude(pk=keep) if keep else user.sittings.all()
    sittings.end_quietly(ended)
    with audit.acting(audit.Actor(id=user.pk, name=user.name, address=audit.actor().address)):
        audit.record(
            "tenants.password.change",
            subject="tenants.user",
            subject_id=user.pk,
            summary=user.name,
        )
