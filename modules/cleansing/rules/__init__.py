"""The rules: a field's text and what it holds -> a better one. Pure, for a million records."""

from __future__ import annotations

from collections.abc import Callable

from dangol.records import Held
from modules.cleansing.rules import addresses, companies, mails, people, phones, texts
from modules.cleansing.rules.proposals import RULES, Proposal, Row, Rule

__all__ = ["RULES", "Proposal", "Row", "Rule", "propose"]

_BY_KIND: dict[str, Callable[[str, Held, Row], Proposal | None]] = {
    "person": people.propose,
    "company": companies.propose,
    "mobile": phones.propose_mobile,
    "phone": phones.propose,
    "mail": mails.propose,
    "address": addresses.propose,
    "text": texts.propose,
}


def propose(name: str, held: Held, row: Row) -> Proposal | None:
    """What is proposed for the field of this record; None where nothing is wrong with it."""
    text = row.get(name) or ""
    return _BY_KIND[held.kind](text, held, row) if text else None
