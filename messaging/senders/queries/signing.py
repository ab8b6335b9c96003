"""With what a leaving mail is signed, and where its replies go (S1)."""

from __future__ import annotations

from cryptography.fernet import InvalidToken

from messaging.senders import keys
from messaging.senders.models import MailDomain
from messaging.senders.queries import allowed
from tenants import sealing

PURPOSE = "dkim key"
"""What private keys of domains are sealed for."""


class KeyLost(Exception):
    """The key was sealed with another key of the installation: the domain is to be added anew."""


def signer_of(address: str) -> keys.Signer | None:
    """The signer for mails from this address; None where the mail server signs them."""
    if address == allowed.shared_address():
        return keys.shared()
    name = address.rpartition("@")[2]
    domain = MailDomain.objects.filter(name=name, state__in=MailDomain.GOOD).first()
    if domain is None:
        return None
    try:
        pem = sealing.unseal(PURPOSE, domain.private_key)
    except InvalidToken as error:
        raise KeyLost(f"The key of {domain.name} cannot be opened.") from error
    return keys.Signer(domain.name, domain.selector, pem)


def replies_to(address: str) -> str:
    """Where replies go when not to the sender itself; "" where they do."""
    return allowed.replies_to() if address == allowed.shared_address() else ""
