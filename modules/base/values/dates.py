"""Dates of birth in every usual spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from modules.base.values.letters import plain

_DATE = re.compile(
    r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?(?:\s+00:00(?::00)?)?"
)
_DIGITS = re.compile(r"\d+")
_FIRST_DAY = date(1899, 12, 30)
"""Day 0 of a spreadsheet, its leap year of 1900 included."""


def birth_date(text: str, today: date) -> date | None:
    """A date written as 1980-05-17, 1980.5.17, 19800517 or 1980년 5월 17일."""
    text = plain(text)
    if not text or text == "-":
        return None
    if len(text) == 8 and text.isdigit():
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError("date_form")
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise ValueError("day_unknown") from None
    if not date(1900, 1, 1) <= day <= today:
        raise ValueError("date_range")
    return day


def mended(text: str) -> Iterator[str]:
    """Two-digit years and American order cannot be told for sure, so they are not guessed.

    Five digits are the number under which a spreadsheet keeps a day.
    """
    digits = "".join(_DIGITS.findall(text))
    if len(text) == 5 and text == digits:
        yield f"{_FIRST_DAY + timedelta(days=int(text)):%Y%m%d}"
    if len(digits) == 8:
        yield digits
