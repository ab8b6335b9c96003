"""Names of people (B22)."""

from __future__ import annotations

from dangol.records import Held
from modules.base.values import names
from modules.cleansing.rules.proposals import Proposal, Row


def propose(text: str, held: Held, row: Row) -> Proposal | None:
    """The name alone; title and company move to their own fields where these are empty."""
    found = names.parse(text)
    if found.name == text or names.is_company(text):
        return None
    besides = {
        held.beside[part]: value
        for part, value in (("title", found.title), ("company", found.company))
        if value and part in held.beside and not row.get(held.beside[part])
    }
    if found.company:
        return Proposal("person_company", found.name, 75, besides)
    if found.title:
        return Proposal("person_title", found.name, 90, besides)
    if found.characters:
        return Proposal("person_characters", found.name, 60)
    return Proposal("person_spacing", found.name, 95)
