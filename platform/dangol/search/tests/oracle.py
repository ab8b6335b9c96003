"""What finding means, in plain Python and letter by letter, without keys and patterns.

Syllables are compared by the strokes of a Korean keyboard: what is typed last may still go on.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise

CONSONANTS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = [
    "ㅏ", "ㅐ", "ㅑ", "ㅒ", "ㅓ", "ㅔ", "ㅕ", "ㅖ",
    "ㅗ", "ㅗㅏ", "ㅗㅏㅣ", "ㅗㅣ", "ㅛ", "ㅜ", "ㅜㅓ", "ㅜㅓㅣ", "ㅜㅣ", "ㅠ", "ㅡ", "ㅡㅣ", "ㅣ",
]  # fmt: skip
FINALS = [
    "", "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ",
    "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ", "ㄹㅍ",
    "ㄹㅎ", "ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ",
]  # fmt: skip

Field = tuple[str, str]
"""(text, ascii or digits; value)."""


def finds(fields: list[Field], query: str) -> bool:
    """Whether every word of the query stands in one of the fields."""
    words = [word for raw in query.split() if (word := split(raw))]
    last = len(words) - 1
    return bool(words) and all(
        any(in_field(kind, split(value), word, place == last) for kind, value in fields)
        for place, word in enumerate(words)
    )


def split(raw: str) -> list[str]:
    """Words of small letters: what is neither letter nor digit nor emoji stands between them."""
    small = unicodedata.normalize("NFKC", raw).lower()
    return "".join(c if c.isalnum() or ord(c) > 0xFFFF else " " for c in small).split()


def in_field(kind: str, words: list[str], word: list[str], is_open: bool) -> bool:
    typed, text = "".join(word), "".join(words)
    latin = typed.isascii()
    if kind == "digits":
        return latin and typed.isdigit() and len(typed) > 2 and typed in text
    if is_short(typed):
        return begins_a_word(words, word, is_open)
    if kind == "ascii":
        return latin and begins_a_word(words, word, is_open)
    return any(matches(text, at, typed, is_open) for at in range(len(text)))


def begins_a_word(words: list[str], typed: list[str], is_open: bool) -> bool:
    """Whether the typed parts are words one behind the other, the last begun only."""
    for at in range(len(words) - len(typed) + 1):
        *before, last = zip(words[at : at + len(typed)], typed, strict=True)
        whole = all(
            len(word) == len(part) and matches(word, 0, part, False) for word, part in before
        )
        if whole and matches(last[0], 0, last[1], is_open):
            return True
    return False


def matches(text: str, at: int, typed: str, is_open: bool) -> bool:
    """Whether the typed letters stand there; `is_open`: the last of them may go on."""
    if at + len(typed) > len(text):
        return False
    for place, letter in enumerate(typed):
        there = text[at + place]
        if letter in map(lone, CONSONANTS):
            if initial(there) != unlone(letter):
                return False
        elif is_open and place == len(typed) - 1 and "가" <= letter <= "힣":
            behind = text[at + place + 1 : at + place + 2]
            goes_on = strokes(there) + (initial(behind) if behind else "")
            return "가" <= there <= "힣" and goes_on.startswith(strokes(letter))
        elif letter != there:
            return False
    return True


def is_short(typed: str) -> bool:
    """One letter, two Latin ones or digits, a consonant beside a Latin letter."""
    for place, (one, two) in enumerate(pairwise(typed)):
        if one.isascii() and two.isascii():
            if typed[place + 2 : place + 3].isascii() and typed[place + 2 : place + 3]:
                return False
        elif not (unlone(one) and not initial(two)):
            return False
    return True


def lone(consonant: str) -> str:
    return unicodedata.normalize("NFKC", consonant)


def unlone(letter: str) -> str:
    return next((c for c in CONSONANTS if lone(c) == letter), "")


def initial(letter: str) -> str:
    """The consonant a letter begins with, "" for what is not Hangul."""
    return strokes(letter)[:1] if "가" <= letter <= "힣" else unlone(letter)


def strokes(syllable: str) -> str:
    if not "가" <= syllable <= "힣":
        return ""
    code = ord(syllable) - ord("가")
    return CONSONANTS[code // 588] + VOWELS[code // 28 % 21] + FINALS[code % 28]
