"""How money, counts and numbers that people know by their groups are written."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

NOTHING = "—"
"""Stands where there is no value."""
MINUS = "−"
NO_PHONE = re.compile(r"[^\d\s+().-]")
SHORTEST_PHONE = 8
"""Digits: 1588-1234. Shorter ones are extensions and emergency numbers, written as they are."""


def won(amount: int | None) -> str:
    """Whole won with the sign in front: ₩1,234,567, −₩396,500; a dash for None."""
    if amount is None:
        return NOTHING
    return f"{MINUS if amount < 0 else ''}₩{abs(amount):,}"


def number(count: int | Decimal | None) -> str:
    """A count in groups of three: 12,480; a dash for None."""
    if count is None:
        return NOTHING
    return f"{MINUS if count < 0 else ''}{abs(count):,}"


def at_least(count: int, *, is_over: bool) -> str:
    """A count, with a plus behind it when there are more than were counted: 10,000+."""
    return f"{number(count)}{'+' if is_over else ''}"


def percent(part: int, whole: int, digits: int = 1) -> str:
    """The share of `part` in `whole`, half up: 63.8%; a dash when the whole is nothing."""
    if not whole:
        return NOTHING
    step = Decimal(1).scaleb(-digits)
    return f"{(Decimal(part) * 100 / whole).quantize(step, ROUND_HALF_UP):,}%"


def phone(value: str) -> str:
    """A number as Koreans write it: 010-1234-5678, 02-339-7020; foreign ones with their country.

    What is no telephone number comes back as it was typed.
    """
    if NO_PHONE.search(value) or sum(map(str.isdigit, value)) < SHORTEST_PHONE:
        return value
    try:
        parsed = phonenumbers.parse(value, "KR")
    except NumberParseException:
        return value
    if not phonenumbers.is_possible_number(parsed):
        return value
    if parsed.country_code == 82:
        return phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)
    return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)


def business_number(value: str) -> str:
    """A company's registration number (사업자등록번호) in its groups: 220-81-62517."""
    digits = re.sub(r"\D", "", value)
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}" if len(digits) == 10 else value
