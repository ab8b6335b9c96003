"""Phone numbers as Korea dials them: mobiles old and new, lines with area codes, two at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modules.base.values.letters import plain
from modules.base.values.problems import nothing

_MOBILE = re.compile(r"01[016789]\d{7,8}")
_FOREIGN = re.compile(r"\+[1-9]\d{6,14}")
_SEOUL = re.compile(r"02\d{7,8}")
_AREA = re.compile(r"0[3-9]\d{8,9}|050\d{8,9}|01[016789]\d{7,8}")
_SERVICE = re.compile(r"1[568]\d{6}")
_NOT_DIGITS = re.compile(r"[^0-9]+")
_TAILS = ("내선", "교환", "ext", "(", "#")
_BETWEEN = re.compile(r"\s*(?:[/,;~·]|\s{2}|또는)\s*")
_TWO = re.compile(r"\d\s*[/,;~]\s*\d")

AREAS = {
    "02": "서울", "031": "경기", "032": "인천", "033": "강원", "041": "충남", "042": "대전",
    "043": "충북", "044": "세종", "051": "부산", "052": "울산", "053": "대구", "054": "경북",
    "055": "경남", "061": "전남", "062": "광주", "063": "전북", "064": "제주",
}  # fmt: skip
"""Area codes (지역번호) and where they are dialled. A number that moved with its owner stays."""

RENEWED = (
    ("011", 200, 499, 5000), ("011", 500, 899, 3000), ("011", 1700, 1799, 5400),
    ("011", 9000, 9499, 0), ("011", 9500, 9999, -1000),
    ("016", 200, 499, 3000), ("016", 500, 899, 2000), ("016", 9000, 9499, -2000),
    ("016", 9500, 9999, 0),
    ("017", 200, 499, 6000), ("017", 500, 899, 4000),
    ("018", 200, 499, 4000), ("018", 500, 899, 6000),
    ("019", 200, 499, 2000), ("019", 500, 899, 5000), ("019", 9000, 9499, -1000),
    ("019", 9500, 9999, -2000),
)  # fmt: skip
"""Old prefix, first and last exchange, and what is added to it behind 010 (번호통합)."""


def dialled(text: str) -> str:
    """The digits one dials in Korea, or +, country and number of a foreign line."""
    text = plain(text)
    digits = _NOT_DIGITS.sub("", text)
    if text.lstrip().startswith("+") or digits.startswith("0082"):
        digits = digits.removeprefix("00")
        if not digits.startswith("82"):
            return f"+{digits}"
        return "0" + digits[2:].removeprefix("0")
    return digits


def mobile(text: str) -> tuple[str, str]:
    """(as shown, digits) of a mobile number; a 0 that a spreadsheet dropped is put back."""
    number = dialled(text)
    if not number:
        return nothing(text, "mobile_form"), ""
    if number.startswith("1") and len(number) in (9, 10):
        number = f"0{number}"
    if _MOBILE.fullmatch(number):
        return f"{number[:3]}-{number[3:-4]}-{number[-4:]}", number
    if _FOREIGN.fullmatch(number):
        return number, number
    raise ValueError("mobile_form")


def phone(text: str) -> str:
    """A line number as shown; an extension behind it is kept as written."""
    written, mark, extension = _split_extension(plain(text))
    number = dialled(written)
    if (
        _TWO.search(written) and len(several(text)) > 1
    ):  # their digits in a row would be a third one
        raise ValueError("phone_form")
    if not number:
        return nothing(text, "phone_form")
    shown = f"{_shown(number)}{mark}{extension}"
    if len(shown) > 30:
        raise ValueError("phone_form")
    return shown


def _shown(number: str) -> str:
    if _SEOUL.fullmatch(number):
        return f"{number[:2]}-{number[2:-4]}-{number[-4:]}"
    if _AREA.fullmatch(number):
        head = 4 if number.startswith("050") else 3
        return f"{number[:head]}-{number[head:-4]}-{number[-4:]}"
    if _SERVICE.fullmatch(number):
        return f"{number[:4]}-{number[4:]}"
    if _FOREIGN.fullmatch(number):
        return number
    raise ValueError("phone_form")


def _split_extension(text: str) -> tuple[str, str, str]:
    for mark in _TAILS:
        head, found, tail = text.partition(mark)
        if found and head.strip():
            return head, f" {found}", tail
    return text, "", ""


def key(text: str) -> str:
    """Digits of a line or a mobile without its extension, an old mobile by its new number."""
    number = dialled(_split_extension(plain(text))[0])
    return renewed(number) or number


def renewed(number: str) -> str:
    """What became of the digits of an old mobile (011 to 019); "" for every other number.

    By the rule of the regulator. Most people took another number in the end, so what comes out is
    where the old number would be found, and no proof that somebody has it.
    """
    prefix, exchange, line = number[:3], number[3:-4], number[-4:]
    if len(number) not in (10, 11) or not exchange.isdecimal():
        return ""
    for old, first, last, added in RENEWED:
        if old == prefix and len(str(first)) == len(exchange) and first <= int(exchange) <= last:
            return f"010{int(exchange) + added:04}{line}"
    return ""


def area(number: str) -> str:
    """The province, by its short name, that a line's area code belongs to; "" when to none."""
    digits = dialled(number)
    return AREAS.get(digits[:2], "") or AREAS.get(digits[:3], "")


def several(text: str) -> tuple[str, ...]:
    """The numbers that one field holds, each in full: 02-123-4567/8 are two of them.

    Empty when a part of it is no number: nothing is guessed then.
    """
    found: list[str] = []
    for part in _BETWEEN.split(plain(text).strip()):
        if not part:
            continue
        whole = _completed(part, found)
        if not whole:
            return ()
        if whole not in found:
            found.append(whole)
    return tuple(found)


def _completed(part: str, before: list[str]) -> str:
    """The number; a short one stands for the last digits of the one before it."""
    digits = _NOT_DIGITS.sub("", part)
    if before and 1 <= len(digits) <= 4 and digits == part.strip():
        return before[-1][: -len(digits)] + digits
    try:
        return phone(part)
    except ValueError:
        return ""


def mended(text: str) -> Iterator[str]:
    """What a number that is none was probably meant to be, the likeliest first.

    A spreadsheet drops the first 0; people write l for 1 and O for 0, or two numbers at once.
    """
    for letters in (text, text.translate(str.maketrans("oOlI", "0011"))):
        yield letters
        yield f"0{letters.lstrip(' +')}"
        first = re.split(r"[/,;]|\s{2,}", letters)[0].strip()
        if first != letters:
            yield first
            yield f"0{first}"
