"""Customers as vCards (.vcf), which Outlook and telephones take in as contacts (A32)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from modules.base.models import Customer

WIDTH = 75
"""Octets of a line; longer ones go on below, after a space (RFC 2425)."""
PHONES = {"mobile": "CELL", "work_phone": "WORK,VOICE"}
PLACES = {"work": "WORK", "home": "HOME"}


def cards(customers: Iterable[Customer], hidden: Collection[str]) -> str:
    """All of them in one file, without the fields that are hidden from the reader."""
    return "".join(card(each, hidden) for each in customers)


def card(customer: Customer, hidden: Collection[str]) -> str:
    """One customer, as version 3.0: Outlook reads no later one."""

    def value(name: str) -> str:
        return "" if name in hidden else str(getattr(customer, name) or "")

    name = escaped(value("name") or value("code") or "?")
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"UID:{customer.pk}", f"N:{name};;;;", f"FN:{name}"]
    company, department = value("company_name"), value("department")
    if company or department:
        lines.append(f"ORG:{escaped(company)};{escaped(department)}")
    if value("title"):
        lines.append(f"TITLE:{escaped(value('title'))}")
    lines += [
        f"TEL;TYPE={kind}:{escaped(value(field))}" for field, kind in PHONES.items() if value(field)
    ]
    if value("email"):
        lines.append(f"EMAIL;TYPE=INTERNET:{escaped(value('email'))}")
    lines += [line for place, kind in PLACES.items() if (line := _address(value, place, kind))]
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCARD"])


def _address(value: Any, place: str, kind: str) -> str:
    postcode, street, detail = (
        escaped(value(f"{place}_{part}")) for part in ("postcode", "line1", "line2")
    )
    return f"ADR;TYPE={kind}:;{detail};{street};;;{postcode};" if street or detail else ""


def escaped(text: str) -> str:
    """The text with the signs that mean something in a card marked."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(line: str) -> str:
    """The line in pieces of at most `WIDTH` octets, none of them through a letter."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > WIDTH:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    return "\r\n".join([*pieces, piece])
