"""What one customer was sent, for the customer's own page (B7, S9)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from messaging.models import Message, Send


def of_contact(contact_id: UUID) -> QuerySet[Message]:
    """The customer's messages, newest first, each with its send; tests are none of theirs."""
    return (
        Message.objects.filter(contact_id=contact_id)
        .exclude(send__kind=Send.Kind.TEST)
        .select_related("send")
        .order_by("-id")
    )
