"""Mail addresses (B22)."""

from __future__ import annotations

from dangol.records import Held
from modules.base.values import mails
from modules.cleansing.rules.proposals import Proposal, Row


def propose(text: str, held: Held, row: Row) -> Proposal | None:
    """The address at the service that was meant."""
    name, _at, domain = text.rpartition("@")
    service = mails.meant_domain(domain)
    return Proposal("mail_domain", f"{name}@{service}", 85) if service and name else None
