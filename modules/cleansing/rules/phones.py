"""Mobile numbers and lines (B22)."""

from __future__ import annotations

from dangol.records import Held
from modules.base.values import phones
from modules.cleansing.rules.proposals import Proposal, Row


def propose_mobile(text: str, held: Held, row: Row) -> Proposal | None:
    """The 010 number of an old one; the usual form of one written otherwise."""
    try:
        shown, number = phones.mobile(text)
    except ValueError:
        return _first_of_two(text)
    new = phones.renewed(number)
    if new:
        return Proposal("mobile_old", phones.mobile(new)[0], 50)
    return Proposal("phone_form", shown, 95) if shown != text else None


def propose(text: str, held: Held, row: Row) -> Proposal | None:
    """A line as it is usually written; a mobile number moves to the field for it."""
    try:
        shown = phones.phone(text)
    except ValueError:
        return _first_of_two(text)
    place = held.beside.get("mobile", "")
    if shown.startswith("010-") and place and not row.get(place):
        return Proposal("mobile_place", "", 85, {place: shown})
    return Proposal("phone_form", shown, 95) if shown != text else None


def _first_of_two(text: str) -> Proposal | None:
    numbers = phones.several(text)
    return Proposal("phone_double", numbers[0], 60) if len(numbers) > 1 else None
