"""Particles (조사) that follow the sound of the word before them: 고객이, 회사가.

The last syllable decides: with or without a final consonant; 로 also follows ㄹ. Digits and Latin
letters count as they are read in Korean. Where the sound is unknown both forms are written.
"""

from __future__ import annotations

import re
import unicodedata

FIRST_SYLLABLE, LAST_SYLLABLE = 0xAC00, 0xD7A3
FINALS = 28
RIEUL = 8
"""The place of ㄹ among the 28 finals of a syllable."""

DIGIT_FINALS = dict(zip("0123456789", (21, 8, 0, 16, 0, 0, 1, 8, 8, 0), strict=True))
"""영 일 이 삼 사 오 육 칠 팔 구, by their finals."""
CAPITAL_FINALS = {"L": RIEUL, "M": 16, "N": 4, "R": RIEUL}
"""Letters whose names end in a consonant: 엘, 엠, 엔, 알."""
SMALL_FINALS = {"l": RIEUL, "m": 16, "n": 4}
"""Ends of words that Korean writes with a final consonant: mail 메일, form 폼, plan 플랜."""

BOTH = {
    "은(는)": "은/는",
    "이(가)": "이/가",
    "을(를)": "을/를",
    "과(와)": "과/와",
    "(으)로": "으로/로",
}
OPEN = re.compile("|".join(map(re.escape, BOTH)))
"""How the catalogue writes a particle whose word it does not know."""


def with_josa(word: str, pair: str) -> str:
    """The word with the fitting particle of a pair, consonant form first: `을/를`, `으로/로`."""
    return word + josa(word, pair)


def josa(word: str, pair: str) -> str:
    """The fitting particle alone. ValueError when `pair` is not two forms with a stroke between."""
    forms = pair.split("/")
    if len(forms) != 2:
        raise ValueError(f"A pair of particles is written like 을/를, not {pair!r}.")
    after_consonant, after_vowel = forms
    final = _final(word)
    if final is None:
        return f"{after_consonant}({after_vowel})"
    if final == 0 or (final == RIEUL and after_vowel == "로"):
        return after_vowel
    return after_consonant


def settled(text: str) -> str:
    """A sentence with both forms after a word, such as “A”(으)로, with the fitting one alone."""

    def fitting(found: re.Match[str]) -> str:
        before = text[: found.start()]
        return found[0] if _final(before) is None else josa(before, BOTH[found[0]])

    return OPEN.sub(fitting, text) if "(" in text else text


def _final(word: str) -> int | None:
    """The final consonant of the word's last sound, 0 for none, None when nobody can tell."""
    spoken = unicodedata.normalize("NFC", word).rstrip(" \t\n\"'’”)]}>」』》.,!?…")
    if not spoken:
        return None
    last = spoken[-1]
    if FIRST_SYLLABLE <= ord(last) <= LAST_SYLLABLE:
        return (ord(last) - FIRST_SYLLABLE) % FINALS
    if last in DIGIT_FINALS:
        return _digit_final(spoken)
    if not (last.isascii() and last.isalpha()):
        return None
    if last.isupper():
        return CAPITAL_FINALS.get(last, 0)
    return 21 if spoken.lower().endswith("ng") else SMALL_FINALS.get(last, 0)


def _digit_final(spoken: str) -> int:
    """Round numbers are read by their unit: 10 십, 100 백, 1,000 천, 10,000 만."""
    digits = "".join(c for c in spoken.replace(",", "")[-9:] if c.isdigit())
    zeros = len(digits) - len(digits.rstrip("0"))
    if zeros == 0 or zeros == len(digits):
        return DIGIT_FINALS[spoken[-1]]
    return {1: 17, 2: 1, 3: 4}.get(zeros, 1 if zeros == 8 else 4)
