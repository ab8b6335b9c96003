"""What comes back by itself: telling people of their consents (S8)."""

from __future__ import annotations

from modules.base.services import telling
from tenants.rounds import in_every_company


def tell_consents() -> None:
    """Looks in every company for whom is to be told, and for what became of the last notices."""
    in_every_company(telling.round_of_today, why="tell people of their consents")
