"""Text as the keys that type it, so that one slip of a finger is one edit.

On a Korean keyboard each jamo is one key: 하늘 is "gksmf", 하눌 is "gksnf". In keys a wrong jamo is
one edit and a dropped syllable two or three, as in Latin text, and everything is ASCII: DuckDB
measures distances in bytes. Text typed with the keyboard in the wrong language comes out the same.
"""

from __future__ import annotations

import unicodedata

_INITIALS = tuple("rRseEfaqQtTdwWczxvg")
_VOWEL_KEYS = "k o i O j p u P h hk ho hl y n nj np nl b m ml l"
_VOWELS = tuple(_VOWEL_KEYS.split())
_FINAL_KEYS = "r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g"
_FINALS = ("", *_FINAL_KEYS.split())
_FIRST = 0xAC00
_KEYS: dict[int, str] = {
    _FIRST + (i * 21 + v) * 28 + f: initial + vowel + final
    for i, initial in enumerate(_INITIALS)
    for v, vowel in enumerate(_VOWELS)
    for f, final in enumerate(_FINALS)
}
for _first, _keys in ((0x1100, _INITIALS), (0x1161, _VOWELS), (0x11A8, _FINALS[1:])):
    _KEYS |= {_first + number: typed for number, typed in enumerate(_keys)}
"""What lone jamo are after NFKC, as in ㅋㅋ or a half-typed name."""


def plain(text: str) -> str:
    """The text in small letters, full-width and joined forms as plain ones: ㈜ＡＢＣ is (주)abc."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).casefold()


def keys(text: str) -> str:
    """ASCII: the keys of Hangul, Latin letters without accents, other scripts by their numbers."""
    if text.isascii():
        return text
    typed = text.translate(_KEYS)
    if typed.isascii():
        return typed
    bare = unicodedata.normalize("NFKD", typed)
    return "".join(
        mark if mark.isascii() else f"{ord(mark):x}"
        for mark in bare
        if not unicodedata.combining(mark)
    )
