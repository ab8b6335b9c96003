"""A text as a condition on the records of one type, within what the user may read (P5, U8)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q
from django.db.models.lookups import GreaterThanOrEqual, LessThan, Regex

from dangol.search import jamo
from dangol.search.indexes import Found, SearchKeys, SearchText, keys_of
from dangol.search.meaning import Meaning, Word, meaning, plain

if TYPE_CHECKING:
    from dangol.records.declaration import Record
    from dangol.records.parts import Search

NOTHING = Q(pk__in=[])
_PLAIN = re.compile("[ -~가-힣]+")
"""Letters that no composing changes, so that part of a value is part of its `search_text`."""


@dataclass(frozen=True)
class Lookup:
    """What a user looks for among the records of one type."""

    record: Record
    meaning: Meaning
    fields: tuple[Search, ...]
    """Where the user may look."""

    @cached_property
    def keys(self) -> SearchKeys | None:
        """The index, when it has every field that is looked into."""
        keys = keys_of(self.record.model)
        if keys is None or any(each.field not in keys.holds(each.holds) for each in self.fields):
            return None
        return keys

    @cached_property
    def condition(self) -> Q:
        """The records that are found, narrowed down by the index first."""
        return self.candidates & self.pattern

    @cached_property
    def candidates(self) -> Q:
        """What the index narrows them down to; without it, all."""
        if not self.meaning or not self.fields or self.keys is None:
            return Q()
        return Q(Found(self.keys, self.meaning.keys))

    @cached_property
    def pattern(self) -> Q:
        """The same records by reading them: quick where hits are many and a few are wanted."""
        if not self.meaning or not self.fields:
            return NOTHING
        found = Q()
        for word in self.meaning.words:
            found &= self._anywhere(word)
        return found

    @cached_property
    def title_within(self) -> Q:
        """The stretch of the index of titles in which those stand that begin with the text."""
        low, high = self.meaning.limits
        title = SearchText(self.record.title)
        return Q(GreaterThanOrEqual(title, low), LessThan(title, high))

    @cached_property
    def title_begins(self) -> Q:
        """Those of this stretch that do begin with it."""
        return Q(Regex(SearchText(self.record.title), f"^(?:{self.meaning.whole})"))

    def _anywhere(self, word: Word) -> Q:
        found = Q()
        for each in sorted(self.fields, key=lambda each: each.holds != "digits"):  # the least work
            pattern = pattern_in(each.holds, word)
            if pattern and each.holds == "digits":
                found |= Q(**{f"{each.field}__contains": pattern})
            elif pattern:
                found |= Q(Regex(SearchText(each.field), pattern))
        return found or NOTHING


def pattern_in(holds: str, word: Word) -> str:
    """What the word has to match in a field of this kind; "" when it cannot stand there."""
    if holds == "digits":
        return word.letters if word.is_number else ""
    if holds == "ascii":
        return word.beginning if word.is_latin or word.is_short else ""
    return word.pattern


def stands_in(word: Word, row: Any, field: Search) -> bool:
    """Whether the word is found in this field of a record that has been read."""
    pattern = pattern_in(field.holds, word)
    return bool(pattern) and re.search(pattern, plain(str(getattr(row, field.field)))) is not None


def lookup(record: Record, user: Any, text: str) -> Lookup:
    """What `user` looks for among records of this type with the text."""
    return Lookup(record, meaning(text), tuple(record.search_for(user)))


def narrowed_to(model: type[Model], field: str, text: str) -> Q:
    """What the index narrows those rows down to whose field contains the text; Q() where it cannot.

    Values are stored composed (NFC), and the text must be of letters that stay as they are.
    """
    keys = keys_of(model)
    kinds = {} if keys is None else {kind: field in keys.holds(kind) for kind in ("text", "digits")}
    if keys is None or not any(kinds.values()) or _PLAIN.fullmatch(text) is None:
        return Q()
    grams = list(jamo.grams(plain(text).replace(" ", ""), is_open=False))
    if not kinds["text"]:  # telephones have threes of digits alone
        grams = grams if text.isdigit() else []
    return Q(Found(keys, " & ".join(grams))) if grams else Q()
