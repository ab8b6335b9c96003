"""What a typed text may mean: each word as keys of the index and as a pattern that decides.

ㄱㅎㄴ        a consonant stands for every syllable that begins with it
김하느        the last syllable may still grow: 김하늘; 고 becomes 과, 갑 becomes 값
김한          or end with what begins the next one: 김하늘
ㅎㅏㄴ, ㄳ    strokes that were not put together, and consonants that were
한빛 4821     all words, each in any field; spaces, dashes and case do not matter
김, 3, kt     one letter, or two Latin ones or digits, begin a word; longer ones stand anywhere
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from dangol.search import jamo
from dangol.search.functions import LONGEST_BEGINNING, SEPARATORS

LONGEST = 100
_SEPARATORS = re.compile(f"[{SEPARATORS}\0]+")
_PHONE = re.compile(r"[\d\s()+./-]{3,}", re.ASCII)
_ABROAD = re.compile(r"^\s*\+?82[\s().-]*0?(?=\d)", re.ASCII)
_WHOLE_NUMBER = 8
"""Digits from which on numbers with spaces between them are one telephone number."""
BEGINNING = "(?:^| )"


def plain(raw: str) -> str:
    """The same as `search_text` in PostgreSQL."""
    return _SEPARATORS.sub(" ", "".join(map(_small, unicodedata.normalize("NFKC", raw)))).strip(" ")


def _small(letter: str) -> str:
    """One letter for one, as PostgreSQL does it."""
    small = letter.lower()
    return small if len(small) == 1 else letter


@dataclass(frozen=True)
class Word:
    """One word of the text, in the parts that dashes and the like make of it.

    is_open  the last one, which is still being typed: its last syllable may grow
    """

    parts: tuple[str, ...]
    is_open: bool = False

    @cached_property
    def letters(self) -> str:
        return "".join(self.parts)

    @cached_property
    def is_latin(self) -> bool:
        """Whether it holds Latin letters and digits alone."""
        return self.letters.isascii()

    @cached_property
    def is_number(self) -> bool:
        """Whether it can stand in a telephone number."""
        return self.is_latin and self.letters.isdigit() and len(self.letters) > 2

    @cached_property
    def is_short(self) -> bool:
        """Whether it is found at the beginning of words alone."""
        return not self._grams

    @cached_property
    def patterns(self) -> list[str]:
        """The pattern of each letter."""
        return jamo.patterns(self.letters, is_open=self.is_open)

    @cached_property
    def anywhere(self) -> str:
        """The pattern of the letters, wherever they stand in a `search_text`."""
        return " ?".join(self.patterns)

    @cached_property
    def beginning(self) -> str:
        """The pattern of what begins a word, with the parts as words of their own."""
        letters = iter(pattern.replace(" ?", "") for pattern in self.patterns)
        return BEGINNING + " ".join("".join(islice(letters, len(part))) for part in self.parts)

    @property
    def pattern(self) -> str:
        """What decides whether a `search_text` has the word."""
        return self.beginning if self.is_short else self.anywhere

    @cached_property
    def keys(self) -> str:
        """What of the index holds every record with this word: part of a tsquery."""
        if self.is_short:
            return self._beginnings
        grams = " & ".join(self._grams)
        return f"({grams} | {self._beginnings})" if self.is_latin else grams

    @cached_property
    def _grams(self) -> list[str]:
        return list(jamo.grams(self.letters, is_open=self.is_open))

    @cached_property
    def _beginnings(self) -> str:
        *before, last = self.parts
        keys = [*map(_exactly, before), _beginning(last, is_open=self.is_open)]
        return f"({' & '.join(keys)})"


@dataclass(frozen=True)
class Meaning:
    """A text: words that all have to be found."""

    words: tuple[Word, ...]

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def is_initials(self) -> bool:
        """Whether it is made of initial consonants alone."""
        return bool(self.words) and all(
            letter in jamo.INITIALS for word in self.words for letter in word.letters
        )

    def place_in(self, label: str) -> int | None:
        """Where in a label the first of the words stands; None when not all of them do."""
        text = plain(label)
        found = [re.search(word.pattern, text) for word in self.words]
        places = [each.start() for each in found if each is not None]
        return min(places) if places and len(places) == len(found) else None

    @cached_property
    def keys(self) -> str:
        """The tsquery of the candidates."""
        return " & ".join(word.keys for word in self.words)

    @cached_property
    def whole(self) -> str:
        """The pattern of all words one behind the other."""
        return " ?".join(jamo.patterns("".join(word.letters for word in self.words)))

    @property
    def is_literal(self) -> bool:
        """Whether `limits` hold little else than texts that begin with the words."""
        letters = self.words[0].letters
        alone = len(self.words) == 1 and len(self.words[0].parts) == 1
        return alone and not any(letter in jamo.INITIALS for letter in letters[:-1])

    @cached_property
    def limits(self) -> tuple[str, str]:
        """(lowest, beyond the highest) of the texts that begin with the words, by code point.

        What stands between is more than that: a space may follow each letter, so only the letters
        of the first part are used.
        """
        first = self.words[0]
        return jamo.limits(first.parts[0], is_open=first.is_open and len(first.parts) == 1)


@lru_cache(maxsize=256)
def meaning(text: str) -> Meaning:
    """What the text means; without a letter or digit in it, nothing."""
    text = _one_number(text[:LONGEST])
    words = [parts for raw in text.split() if (parts := tuple(plain(jamo.joined(raw)).split()))]
    last = len(words) - 1
    return Meaning(tuple(Word(parts, place == last) for place, parts in enumerate(words)))


def _one_number(text: str) -> str:
    """A telephone number without spaces and with 0 for +82; any other text as it is."""
    digits = sum(map(str.isdigit, text))
    if digits < _WHOLE_NUMBER or _PHONE.fullmatch(text) is None:
        return text
    return re.sub(r"\s", "", _ABROAD.sub("0", text, count=1) if digits > 9 else text)


def marks(label: str, text: str) -> list[tuple[str, bool]]:
    """The label in pieces, each with whether the text matched it: for highlighting."""
    between = f"[{SEPARATORS}]*"
    hits = [False] * len(label)
    for word in meaning(text).words:
        found = re.search(between.join(word.patterns), label, re.IGNORECASE)
        if found is not None:
            hits[found.start() : found.end()] = [True] * (found.end() - found.start())
    return list(_runs(label, hits))


def _runs(label: str, hits: list[bool]) -> Iterator[tuple[str, bool]]:
    start = 0
    for end in range(1, len(label) + 1):
        if end == len(label) or hits[end] != hits[start]:
            yield label[start:end], hits[start]
            start = end


def _exactly(part: str) -> str:
    """The keys of words that are the part."""
    initial = next((place for place, letter in enumerate(part) if letter in jamo.INITIALS), None)
    if initial is not None:  # what it stands for is not known: everything with it is a candidate
        return jamo.quoted("^" + part[: initial + 1], is_open=True)
    return jamo.quoted("^" + part[:LONGEST_BEGINNING])


def _beginning(part: str, *, is_open: bool) -> str:
    """The keys of words that begin with the part, or with what its last letter may become."""
    is_vague = any(letter in jamo.INITIALS for letter in part)
    if len(part) > LONGEST_BEGINNING or is_vague:
        return _exactly(part)
    key = "^" + part
    return f"({' | '.join(jamo.grown(key))})" if is_open else jamo.quoted(key, is_open=True)
