"""Ways in which two cleaned fields are alike, each once as SQL and once in Python.

A scan asks DuckDB, the check at entry asks Python; both must say the same of the same two records
(tests/test_engine_score.py compares them). Parts are ASCII, so bytes and letters are one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler, Levenshtein

Values = Mapping[str, str]
"""{part: text} of one cleaned field."""


class Measure(Protocol):
    """Whether two fields are alike in one way. Neither `whole` is empty when it is asked."""

    def sql(self, slot: str) -> str:
        """A condition over the rows `a` and `b`; NULL counts as false."""
        ...

    def holds(self, a: Values, b: Values) -> bool:
        """The same of two cleaned fields."""
        ...


@dataclass(frozen=True)
class Same:
    """A part is the same, and there."""

    part: str = "whole"

    def sql(self, slot: str) -> str:
        return f"a.{slot}_{self.part} = b.{slot}_{self.part}"

    def holds(self, a: Values, b: Values) -> bool:
        return a[self.part] == b[self.part] != ""


@dataclass(frozen=True)
class Crossed:
    """One's part is the other's other part: day and month the wrong way round."""

    part: str
    other: str

    def sql(self, slot: str) -> str:
        return f"a.{slot}_{self.part} = b.{slot}_{self.other}"

    def holds(self, a: Values, b: Values) -> bool:
        return a[self.part] == b[self.other] != ""


@dataclass(frozen=True)
class Edits:
    """At most so many letters were put in, left out or replaced, of texts that are long enough."""

    most: int
    part: str = "whole"
    shortest: int = 1

    def sql(self, slot: str) -> str:
        a, b = f"a.{slot}_{self.part}", f"b.{slot}_{self.part}"
        return (
            f"(least(length({a}), length({b})) >= {self.shortest}"
            f" AND abs(length({a}) - length({b})) <= {self.most}"
            f" AND levenshtein({a}, {b}) <= {self.most})"
        )

    def holds(self, a: Values, b: Values) -> bool:
        one, other = a[self.part], b[self.part]
        return (
            min(len(one), len(other)) >= self.shortest
            and Levenshtein.distance(one, other, score_cutoff=self.most) <= self.most
        )


@dataclass(frozen=True)
class Slip:
    """One slip of a finger: a letter more, less or wrong, or two neighbours in the wrong order."""

    part: str = "whole"

    def sql(self, slot: str) -> str:
        a, b = f"a.{slot}_{self.part}", f"b.{slot}_{self.part}"
        return (  # the quick measure first: the exact one costs eight times as much
            f"(abs(length({a}) - length({b})) <= 1 AND levenshtein({a}, {b}) <= 2"
            f" AND damerau_levenshtein({a}, {b}) <= 1)"
        )

    def holds(self, a: Values, b: Values) -> bool:
        return DamerauLevenshtein.distance(a[self.part], b[self.part], score_cutoff=1) <= 1


@dataclass(frozen=True)
class Alike:
    """Alike by Jaro and Winkler: from 0 to 1, the beginning counts more."""

    least: float
    part: str = "whole"

    def sql(self, slot: str) -> str:
        return (
            f"jaro_winkler_similarity(a.{slot}_{self.part}, b.{slot}_{self.part}) >= {self.least}"
        )

    def holds(self, a: Values, b: Values) -> bool:
        return JaroWinkler.similarity(a[self.part], b[self.part]) >= self.least


@dataclass(frozen=True)
class Grown:
    """One is the other with letters put in: a syllable typed twice or left out, a branch behind."""

    shortest: int
    part: str = "whole"

    def sql(self, slot: str) -> str:
        a, b = f"a.{slot}_{self.part}", f"b.{slot}_{self.part}"
        return (
            f"(least(length({a}), length({b})) >= {self.shortest}"
            f" AND levenshtein({a}, {b}) = abs(length({a}) - length({b})))"
        )

    def holds(self, a: Values, b: Values) -> bool:
        one, other = a[self.part], b[self.part]
        return min(len(one), len(other)) >= self.shortest and (
            Levenshtein.distance(one, other) == abs(len(one) - len(other))
        )


@dataclass(frozen=True)
class Unlike:
    """A part is there on both sides and differs: old and new postcodes, road and lot addresses."""

    part: str

    def sql(self, slot: str) -> str:
        return f"a.{slot}_{self.part} <> b.{slot}_{self.part}"

    def holds(self, a: Values, b: Values) -> bool:
        return "" != a[self.part] != b[self.part] != ""


@dataclass(frozen=True)
class Either:
    """At least one of the measures holds."""

    measures: tuple[Measure, ...]

    def sql(self, slot: str) -> str:
        return "(" + " OR ".join(each.sql(slot) for each in self.measures) + ")"

    def holds(self, a: Values, b: Values) -> bool:
        return any(each.holds(a, b) for each in self.measures)
