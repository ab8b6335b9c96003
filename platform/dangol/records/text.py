"""What people and files may put into a text field: visible characters, and no resident number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken

_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_HIDDEN = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
)
_SIGN = "\u203c-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_INVISIBLE = re.compile(
    rf"(?!(?<=[{_SIGN}\ufe0f])\u200d(?=[{_SIGN}]))(?!(?<=[{_SIGN}])\ufe0f)[{_HIDDEN}]"
)
"""Not what holds a sign of several together, such as a family."""
_ODD = re.compile(f"[\n\u2028\u2029{_HIDDEN}]")
"""What makes a line need cleaning; most lines need none."""
_NUMBER = re.compile(
    r"(?<!\d)(\d{2})(\d{2})(\d{2})"
    r"([^\S\r\n]{0,2}[-\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d./_~]?[^\S\r\n]{0,2})"
    r"(\d)(\d{6})(?!\d)"
)
_CENTURY = {"1": 1900, "2": 1900, "5": 1900, "6": 1900, "3": 2000, "4": 2000, "7": 2000, "8": 2000}
_RANDOM_SINCE = date(2020, 10, 1)
"""Numbers of people born since then have random last digits, so no check digit tells them apart."""


def clean_line(text: str) -> str:
    """One line of text as it is stored: composed, without invisible characters, ends stripped."""
    if _ODD.search(text) is None and unicodedata.is_normalized("NFC", text):
        return text.strip()
    return " ".join(clean_paragraph(text).split("\n")).strip()


def clean_paragraph(text: str) -> str:
    """Text of several lines as it is stored; line ends become a single line feed, tabs a space.

    Hangul typed on a Mac arrives in pieces (NFD) and is composed here, so that it can be found.
    """
    composed = unicodedata.normalize("NFC", text)
    unified = _BREAKS.sub("\n", composed).replace("\t", " ")
    return _INVISIBLE.sub("", unified).strip()


def strip_invisible(text: str) -> str:
    """The text without zero-width and control characters, but with its tabs and line ends."""
    return _INVISIBLE.sub(lambda found: found[0] if found[0] in "\t\r" else "", text)


def resident_numbers(text: str) -> Iterator[re.Match[str]]:
    """Each resident registration number (주민등록번호), foreigners' included, in the text.

    Thirteen digits, or six and seven with a mark between: the first six a real date of birth, the
    seventh a century. The check digit must fit unless the person is young enough to have none; with
    a mark between, numbers that are no valid company registration number are taken as well.
    """
    for found in _NUMBER.finditer(text):
        if _is_resident_number(found):
            yield found


def mask_resident_numbers(text: str) -> tuple[str, int]:
    """The text with the back seven digits of each resident number starred, and their number."""
    count = 0

    def star(found: re.Match[str]) -> str:
        nonlocal count
        if not _is_resident_number(found):
            return found[0]
        count += 1
        return f"{found[1]}{found[2]}{found[3]}-*******"

    return _NUMBER.sub(star, text), count


def refuse_resident_number(text: str, *, field: str | None = None) -> None:
    """RuleBroken when the text holds a resident number, which is never stored (decision 18)."""
    if any(resident_numbers(text)):
        raise RuleBroken(
            "resident_number",
            _("This holds a resident registration number, which must not be stored; remove it."),
            field=field,
        )


def _is_resident_number(found: re.Match[str]) -> bool:
    digits = [int(digit) for digit in found[1] + found[2] + found[3] + found[5] + found[6]]
    born = _birth_date(found[1], found[2], found[3], str(digits[6]))
    if born is None or born > clock.today():
        return False
    if born >= _RANDOM_SINCE or _check_digit_fits(digits):
        return True
    return bool(found[4]) and not _is_company_number(digits)


def _birth_date(year: str, month: str, day: str, century: str) -> date | None:
    try:
        return date(_CENTURY[century] + int(year), int(month), int(day))
    except (KeyError, ValueError):
        return None


def _check_digit_fits(digits: list[int]) -> bool:
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    rest = sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11
    is_foreigner = digits[6] >= 5
    return digits[12] == ((13 if is_foreigner else 11) - rest) % 10


def _is_company_number(digits: list[int]) -> bool:
    """Whether the digits are a valid company registration number (법인등록번호)."""
    total = sum(digit * (1 + index % 2) for index, digit in enumerate(digits[:12]))
    return digits[12] == (10 - total % 10) % 10
