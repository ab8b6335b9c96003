"""Plain texts (B22)."""

from __future__ import annotations

from dangol.records import Held
from modules.base.values.letters import one_spaced
from modules.cleansing.rules.proposals import Proposal, Row


def propose(text: str, held: Held, row: Row) -> Proposal | None:
    """One space where there were several."""
    house = one_spaced(text)
    return Proposal("text_spacing", house, 98) if house != text else None
