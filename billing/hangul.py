"""Amounts in Korean words, as they stand on a bill against altered digits (Q5)."""

from __future__ import annotations

DIGITS = ("", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구")
SMALL = ("", "십", "백", "천")
LARGE = ("", "만", "억", "조", "경")


def in_words(won: int) -> str:
    """이백십팔만오천구십사 for 2185094; 영 for nothing, 마이너스 before a negative."""
    if won == 0:
        return "영"
    if won < 0:
        return f"마이너스 {in_words(-won)}"
    words, rest = "", won
    for unit in LARGE:
        rest, group = divmod(rest, 10_000)
        if group:
            words = _group(group) + unit + words
        if not rest:
            break
    return words


def _group(group: int) -> str:
    """One group of four digits; the one before ten, hundred and thousand is not spoken."""
    words = ""
    for place, digit in enumerate(reversed(str(group))):
        number = int(digit)
        if number:
            spoken = "" if number == 1 and place else DIGITS[number]
            words = spoken + SMALL[place] + words
    return words
