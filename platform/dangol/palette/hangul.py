"""Finding Korean words as they are typed: by initial consonants (초성) and by unfinished syllables.

ㄱㅎㄴ    김하늘, 경한농산     a consonant stands for every syllable that begins with it
김하느    김하늘               the last syllable may still lack its final consonant
김한      김하늘, 김한별       or hold the consonant that begins the next one
"""

from __future__ import annotations

import re
from functools import lru_cache

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
FINALS = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]
_FIRST, _LAST = ord("가"), ord("힣")
_PER_INITIAL, _PER_VOWEL = 588, 28


def is_initials(text: str) -> bool:
    """Whether the text is made of initial consonants alone, spaces apart."""
    letters = text.replace(" ", "")
    return bool(letters) and all(letter in INITIALS for letter in letters)


@lru_cache(maxsize=256)
def pattern(text: str) -> str:
    """A regular expression, alike in Python and PostgreSQL, for what the typed text may mean."""
    letters = list(text)
    parts = [
        _letter(letter, is_last=place == len(letters) - 1) for place, letter in enumerate(letters)
    ]
    return "".join(parts)


def first_range(text: str) -> tuple[str, str] | None:
    """(lowest, beyond the highest) that a text may begin with, by code point; None without text."""
    if not text:
        return None
    letter = text[0]
    if letter in INITIALS:
        low = _FIRST + INITIALS.index(letter) * _PER_INITIAL
        return chr(low), chr(low + _PER_INITIAL)
    if _FIRST <= ord(letter) <= _LAST and len(text) == 1:
        low = ord(letter) - (ord(letter) - _FIRST) % _PER_VOWEL
        return chr(low), chr(low + _PER_VOWEL)
    return letter, f"{letter}\U0010ffff"


def spans(label: str, text: str) -> list[tuple[str, bool]]:
    """The label in pieces, each with whether the typed text matched it: for highlighting."""
    found = re.search(pattern(text), label, re.IGNORECASE) if text else None
    if found is None or found.start() == found.end():
        return [(label, False)]
    pieces = [
        (label[: found.start()], False),
        (label[found.start() : found.end()], True),
        (label[found.end() :], False),
    ]
    return [(piece, hit) for piece, hit in pieces if piece]


def _letter(letter: str, *, is_last: bool) -> str:
    if letter in INITIALS:
        low = _FIRST + INITIALS.index(letter) * _PER_INITIAL
        return f"[{letter}{_range(low, _PER_INITIAL)}]"
    if is_last and _FIRST <= ord(letter) <= _LAST:
        return _unfinished(letter)
    return re.escape(letter)


def _unfinished(letter: str) -> str:
    """A syllable that is still being typed."""
    code = ord(letter) - _FIRST
    final = FINALS[code % _PER_VOWEL]
    open_syllable = _FIRST + code - code % _PER_VOWEL
    if not final:
        return f"[{_range(open_syllable, _PER_VOWEL)}]"
    if final not in INITIALS:
        return letter
    low = _FIRST + INITIALS.index(final) * _PER_INITIAL
    return f"(?:{letter}|{chr(open_syllable)}[{_range(low, _PER_INITIAL)}])"


def _range(low: int, size: int) -> str:
    return f"{chr(low)}-{chr(low + size - 1)}"
