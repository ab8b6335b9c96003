"""What comes back by itself: reminding people (A25)."""

from __future__ import annotations

from modules.calendar.services import reminding
from tenants.rounds import in_every_company


def remind() -> None:
    """Looks in every company for what begins soon."""
    in_every_company(reminding.remind, why="remind of appointments")
