"""What comes back by itself: reminding people, moving anniversaries on (A25, B27)."""

from __future__ import annotations

from modules.calendar.services import anniversaries, reminding
from tenants.rounds import in_every_company


def remind() -> None:
    """Looks in every company for what begins soon."""
    in_every_company(reminding.remind, why="remind of appointments")


def renew() -> None:
    """Moves anniversaries that have passed on to their next time."""
    in_every_company(anniversaries.refresh, why="renew anniversaries")
