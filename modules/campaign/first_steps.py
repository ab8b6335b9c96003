"""What a new company does first in this module: a sender, and a first campaign (P4)."""

from __future__ import annotations

from messaging.dispatch.models import SenderNumber
from messaging.models import Send
from messaging.senders.models import MailAddress, MailDomain
from tenants import context


def has_sender() -> bool:
    """Whether a domain, an address or a number of the company's own was registered."""
    return (
        MailDomain.objects.exists()
        or MailAddress.objects.exists()
        or SenderNumber.objects.filter(company=context.company()).exists()
    )


def has_sent() -> bool:
    """Whether a send to customers was started."""
    return Send.objects.filter(kind=Send.Kind.BULK, started_at__isnull=False).exists()
