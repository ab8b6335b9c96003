"""Telling a company's administrators about its senders (S1, U9)."""

from __future__ import annotations

from typing import Any

from dangol import notices
from tenants.people.models import User
from tenants.people.models.user import Role

DOMAIN, NUMBER = "messaging.domain", "messaging.number"


def administrators(kind: str, record: str, key: object, **facts: Any) -> None:
    """Tells those of the present company; call it in the transaction of the deed."""
    admins = User.objects.filter(role=Role.ADMIN, is_active=True).values_list("pk", flat=True)
    notices.tell(notices.Told(kind=kind, record=record, key=str(key), facts=facts), list(admins))
