"""What comes back by itself: sending what was reserved (A26)."""

from __future__ import annotations

from modules.messages.services import sending
from tenants.rounds import in_every_company


def send_due() -> None:
    """Looks in every company for reserved messages whose time has come."""
    in_every_company(sending.send_due, why="send reserved messages")
