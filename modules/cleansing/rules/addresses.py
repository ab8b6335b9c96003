"""Addresses in one line (B22)."""

from __future__ import annotations

from dataclasses import replace

from dangol.records import Held
from modules.base.values import addresses, provinces
from modules.base.values.addresses import Address
from modules.base.values.letters import one_spaced
from modules.cleansing.rules.proposals import Proposal, Row


def propose(text: str, held: Held, row: Row) -> Proposal | None:
    """The official form; postcode and rooms move to their own fields where these are empty."""
    found = addresses.parse(text)
    if not found.form or not found.province:
        return None
    besides = _postcode(found, held, row)
    if besides:
        return Proposal("address_postcode", addresses.written(found), 90, besides)
    if found.postcode:
        return None  # another one stands in its field: which is right, somebody has to say
    inside = one_spaced(f"{found.building} {found.detail}")
    detail = held.beside.get("detail", "")
    if inside and detail and not row.get(detail):
        line = addresses.written(replace(found, building="", detail=""))
        return Proposal("address_detail", line, 85, {detail: inside})
    house = addresses.written(found)
    if house == text:
        return None
    return Proposal("address_form", house, 90 if _names_province(text, found) else 75)


def _postcode(found: Address, held: Held, row: Row) -> dict[str, str]:
    place = held.beside.get("postcode", "")
    return {place: found.postcode} if place and found.postcode and not row.get(place) else {}


def _names_province(text: str, found: Address) -> bool:
    """Whether the province stands there, or is told from the city alone."""
    spellings = [spelling for spelling, short in provinces.aliases() if short == found.province]
    return any(spelling in text for spelling in spellings)
