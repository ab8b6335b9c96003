"""Hangul as it is typed: initial consonants (초성), and syllables that are not finished.

Letters are compared in the form that Unicode calls NFKC, where a lone ㄱ is the consonant ᄀ that
begins a syllable. Keys are decomposed, so that 하 and 하ᄂ are beginnings of 한 and 하늘.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

INITIALS = "ᄀᄁᄂᄃᄄᄅᄆᄇᄈᄉᄊᄋᄌᄍᄎᄏᄐᄑᄒ"
_TYPED = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
FINALS = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]
PAIRS = {
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ",
    "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
"""What an input method puts together while somebody types initials."""
_GROWING = {8: 11, 9: 10, 13: 16, 14: 15, 18: 19}
"""Vowels that another stroke turns into a later one: ㅗ to ㅚ, ㅘ to ㅙ, ㅜ to ㅟ and so on."""
_FIRST, _LAST = ord("가"), ord("힣")
_PER_INITIAL, _PER_VOWEL = 588, 28
_VOWELS = re.compile("[ㅏ-ㅣ]")


def joined(raw: str) -> str:
    """A word with its strokes put together: ㅎㅏㄴ as 한; and ㄳ taken apart, as it was meant."""
    if _VOWELS.search(raw) is None:
        return "".join(PAIRS.get(letter, letter) for letter in raw)
    letters = list(unicodedata.normalize("NFKC", raw))
    found: list[str] = []
    for letter in letters:
        code = _final_of(letter)
        if code and found and is_syllable(found[-1]) and not _final(found[-1]):
            found[-1] = chr(ord(found[-1]) + code)
        else:
            found.append(letter)
    return "".join(found)


def is_syllable(letter: str) -> bool:
    return _FIRST <= ord(letter) <= _LAST


def patterns(letters: str, *, is_open: bool = True) -> list[str]:
    """A regular expression for each letter, alike in Python and PostgreSQL.

    `is_open`: the last letter is still being typed, and may grow.
    """
    last = len(letters) - 1 if is_open else -1
    return [_pattern(letter, is_last=place == last) for place, letter in enumerate(letters)]


def _pattern(letter: str, *, is_last: bool) -> str:
    if letter in INITIALS:
        return f"[{letter}{_TYPED[INITIALS.index(letter)]}{_block(letter)}]"
    if not is_last or not is_syllable(letter):
        return re.escape(letter)
    grown, follows = _grown(letter)
    here = f"[{grown[0]}-{_closed(grown[-1])}]" if not _final(letter) else f"[{grown}]"
    if follows is None:
        return here
    opened, initial = follows
    return f"(?:{here}|{opened} ?{_pattern(initial, is_last=False)})"


def _block(initial: str) -> str:
    low = _FIRST + INITIALS.index(initial) * _PER_INITIAL
    return f"{chr(low)}-{chr(low + _PER_INITIAL - 1)}"


@lru_cache(maxsize=1024)
def _grown(letter: str) -> tuple[str, tuple[str, str] | None]:
    """(syllables it may become, (syllable, initial) it may turn out to be or None).

    For one without a final consonant the syllables stand for those with one, too.
    """
    code = ord(letter) - _FIRST
    final, vowel = code % _PER_VOWEL, code // _PER_VOWEL % 21
    opened = ord(letter) - final
    if not final:
        more = _GROWING.get(vowel, vowel) - vowel
        return "".join(chr(opened + step * _PER_VOWEL) for step in range(more + 1)), None
    strokes = PAIRS.get(FINALS[final])
    if strokes:
        kept = opened + FINALS.index(strokes[0])
        return letter, (chr(kept), INITIALS[_TYPED.index(strokes[1])])
    pairs = [place for place, each in enumerate(FINALS) if PAIRS.get(each, "")[:1] == FINALS[final]]
    grown = letter + "".join(chr(opened + place) for place in pairs)
    return grown, (chr(opened), INITIALS[_TYPED.index(FINALS[final])])


def _closed(opened: str) -> str:
    """The last syllable of those that an open one may be closed to."""
    return chr(ord(opened) + _PER_VOWEL - 1)


def _open(letter: str) -> str:
    """The syllable without its final consonant."""
    return chr(ord(letter) - _final(letter))


def _final(letter: str) -> int:
    return (ord(letter) - _FIRST) % _PER_VOWEL


def _final_of(letter: str) -> int:
    """The number of the final consonant that a lone initial is written as; 0 for none."""
    if letter not in INITIALS:
        return 0
    typed = _TYPED[INITIALS.index(letter)]
    return FINALS.index(typed) if typed in FINALS else 0


def grams(letters: str, *, is_open: bool = True) -> Iterator[str]:
    """Parts of a tsquery that all hold where the letters stand one behind the other."""
    for place, (one, two) in enumerate(pairwise(letters)):
        is_last = is_open and place == len(letters) - 2
        if one.isascii() and two.isascii():
            three = letters[place + 2 : place + 3]
            if three and three.isascii():
                yield quoted(one + two + three)
        elif one in INITIALS:
            initials = "".join(map(initial_of, letters[place : place + 3]))
            is_told = place > 0 and letters[place - 1] in INITIALS  # by the three before
            if initial_of(two) and not (is_told and len(initials) == 2):
                yield quoted(initials, is_open=len(initials) == 2)
        elif two in INITIALS:
            yield quoted(one + two, is_open=True)
        elif is_last:
            yield f"({' | '.join(grown(one + two))})"
        else:
            yield quoted(one + two)


def initial_of(letter: str) -> str:
    """The consonant that the letter begins with; "" for what is not Hangul."""
    if is_syllable(letter):
        return INITIALS[(ord(letter) - _FIRST) // _PER_INITIAL]
    return letter if letter in INITIALS else ""


def grown(letters: str) -> list[str]:
    """Keys that begin with the letters, or with what the last of them may become."""
    last = letters[-1]
    if not is_syllable(last):
        return [quoted(letters, is_open=True)]
    before = letters[:-1]
    syllables, follows = _grown(last)
    begins = before.startswith("^")
    found = [quoted(before + each, is_open=begins or not _final(last)) for each in syllables]
    if follows is not None:
        syllable, initial = follows
        if begins:
            found.append(quoted(before + syllable + initial, is_open=True))
        else:
            next_key = quoted(syllable + initial, is_open=True)
            found.append(f"({quoted(before + syllable)} & {next_key})")
    return found


def limits(letters: str, *, is_open: bool) -> tuple[str, str]:
    """(lowest, beyond the highest) text that begins with the letters, by code point."""
    literal = ""
    for place, letter in enumerate(letters):
        if letter in INITIALS:
            low, high = _block(letter).split("-")
            return literal + low, literal + chr(ord(high) + 1)
        if is_open and place == len(letters) - 1 and is_syllable(letter):
            syllables, follows = _grown(letter)
            low = syllables[0] if follows is None else follows[0]
            return literal + low, literal + chr(ord(_closed(_open(syllables[-1]))) + 1)
        literal += letter
    return literal, literal + "\U0010ffff"


def quoted(letters: str, *, is_open: bool = False) -> str:
    """The letters as one key of a tsquery, decomposed."""
    key = unicodedata.normalize("NFD", letters).replace("\\", r"\\").replace("'", "''")
    return f"'{key}':*" if is_open else f"'{key}'"
