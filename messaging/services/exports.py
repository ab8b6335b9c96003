"""Taking recipients' data out is noted (decision 20)."""

from __future__ import annotations

from django.db import transaction

from messaging.models import Send
from tenants import audit


@transaction.atomic
def note(send: Send) -> None:
    """Keeps who downloaded the results of a send."""
    audit.record(
        "messaging.send.export",
        subject="messaging.send",
        subject_id=send.pk,
        summary=send.name,
    )
