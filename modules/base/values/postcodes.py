"""Postcodes, five digits since 2015 and six before, and the provinces they lie in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modules.base.values.letters import plain
from modules.base.values.problems import nothing

_NOT_DIGITS = re.compile(r"[^0-9]+")

NEW = (
    (1, 9, "서울"), (10, 20, "경기"), (21, 23, "인천"), (24, 26, "강원"), (27, 29, "충북"),
    (30, 30, "세종"), (31, 33, "충남"), (34, 35, "대전"), (36, 40, "경북"), (41, 43, "대구"),
    (44, 45, "울산"), (46, 49, "부산"), (50, 53, "경남"), (54, 56, "전북"), (57, 60, "전남"),
    (61, 62, "광주"), (63, 63, "제주"),
)  # fmt: skip
"""First and last two digits of five, and the province."""
OLD = (
    (100, 199, "서울"), (200, 299, "강원"), (300, 309, "대전"), (339, 339, "세종"),
    (310, 359, "충남"), (360, 399, "충북"), (400, 409, "인천"), (417, 417, "인천"),
    (410, 499, "경기"), (500, 509, "광주"), (510, 559, "전남"), (560, 599, "전북"),
    (600, 619, "부산"), (680, 689, "울산"), (690, 699, "제주"), (620, 679, "경남"),
    (700, 711, "대구"), (712, 799, "경북"),
)  # fmt: skip
"""First and last three digits of six, and the province; the narrower span stands first."""


def postcode(text: str) -> str:
    """Five digits, or the old six as 153-769; a 0 that a spreadsheet dropped is put back."""
    digits = _NOT_DIGITS.sub("", plain(text))
    if not digits:
        return nothing(text, "postcode_form")
    if len(digits) == 6:
        return f"{digits[:3]}-{digits[3:]}"
    if len(digits) in (4, 5):
        return digits.zfill(5)
    raise ValueError("postcode_form")


def province(code: str) -> str:
    """The short name of the province that a stored postcode lies in; "" when in none.

    Evidence, not proof: some villages are served from over the border.
    """
    digits = _NOT_DIGITS.sub("", code)
    spans = {5: (NEW, 2), 6: (OLD, 3)}.get(len(digits))
    if spans is None:
        return ""
    table, length = spans
    head = int(digits[:length])
    return next((name for first, last, name in table if first <= head <= last), "")


def mended(text: str) -> Iterator[str]:
    """What a postcode that is none was probably meant to be."""
    digits = _NOT_DIGITS.sub("", text)
    if len(digits) > 6:
        yield digits[:5]
