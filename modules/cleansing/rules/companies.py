"""Names of companies (B24)."""

from __future__ import annotations

from dangol.records import Held
from modules.base.values import companies
from modules.cleansing.rules.proposals import Proposal, Row


def propose(text: str, held: Held, row: Row) -> Proposal | None:
    """The house's spelling of the legal form, unless the name is that of another record."""
    if row.get(held.beside.get("record", "")):
        return None
    house = companies.standard(text)
    return Proposal("company_form", house, 95) if house != text else None
