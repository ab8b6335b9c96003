"""Grades by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modules.base.models.grade import Grade

_GRADES = {label: number for number, label in Grade.choices}


def grade(text: str) -> int | None:
    """The number of a grade from its name."""
    if not text or text == "-":
        return None
    try:
        return _GRADES[text.upper().replace("＋", "+")]
    except KeyError:
        raise ValueError("grade_unknown") from None


def mended(text: str) -> Iterator[str]:
    """The letter in it, whatever stands around."""
    letters = re.sub(r"[^A-Ca-c+＋]", "", text)
    yield letters.upper().replace("＋", "+")
