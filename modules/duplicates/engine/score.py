"""How likely two records are one, in Python: for the check at entry (B20).

The same levels and weights as in a scan, for a handful of candidates: some ten microseconds each.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from modules.duplicates.engine.cleaning import PARTS, cleaned
from modules.duplicates.engine.kinds import Kind
from modules.duplicates.engine.levels import COMPARISONS, UNKNOWN, level_of
from modules.duplicates.engine.relations import BY_CODE
from modules.duplicates.engine.weights import Weights

RELATED = ""
"""Instead of a field's name: what a relation that explains the pair adds or takes away."""
_BITS_OF_POINT = math.log2(10) / 10


@dataclass(frozen=True)
class Evidence:
    """What one field says.

    level   code of the level reached (`levels`); or of a relation that changes the verdict
            (`relations`), with field RELATED
    points  ten times the decimal logarithm of how much likelier the level is in one record than in
            two: +30 is a thousand times, -10 a tenth
    """

    field: str
    level: str
    points: int


@dataclass(frozen=True)
class Scored:
    """What was found of two records: 0 to 100, the probability, and why."""

    score: int
    probability: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Cleaned:
    """A record made ready to be compared with many."""

    parts: Mapping[str, dict[str, str]]


def clean(record: Mapping[str, str | None], columns: Mapping[str, Kind]) -> Cleaned:
    """The record's columns as they are compared; clean the typed one once for all candidates."""
    return Cleaned(
        {
            name: dict(zip(PARTS[kind], cleaned(kind, record.get(name)), strict=True))
            for name, kind in columns.items()
        }
    )


def score(
    a: Mapping[str, str | None] | Cleaned,
    b: Mapping[str, str | None] | Cleaned,
    columns: Mapping[str, Kind],
    weights: Weights,
) -> Scored:
    """How likely `a` and `b` are one. Columns that the weights do not know are passed over."""
    columns = {name: kind for name, kind in columns.items() if name in weights.fields}
    one = a if isinstance(a, Cleaned) else clean(a, columns)
    other = b if isinstance(b, Cleaned) else clean(b, columns)
    levels = {
        name: level_of(kind, one.parts[name], other.parts[name]) for name, kind in columns.items()
    }
    return judged(levels, {name: one.parts[name]["whole"] for name in columns}, weights)


def judged(levels: Mapping[str, int], values: Mapping[str, str], weights: Weights) -> Scored:
    """The verdict over {field: level}; `values` are what both have where the level is `same`."""
    evidence = []
    bits = math.log2(weights.one)
    related = {code: math.log2(share) for code, share in weights.related.items()}
    for name, level in levels.items():
        if level == UNKNOWN:
            continue
        known = weights.fields[name]
        gain = known.bits(level, values[name])
        bits += gain
        for code in related:
            related[code] += weights.related_bits(code, name, level, values[name])
        code = COMPARISONS[known.kind].levels[level].code
        evidence.append(Evidence(name, code, points_of(gain)))
    odds = _odds(bits, related)
    correction = points_of(odds - bits)
    if related and correction:
        is_one = correction > 0
        likeliest = max(
            (code for code in related if BY_CODE[code].is_one is is_one), key=related.__getitem__
        )
        evidence.append(Evidence(RELATED, likeliest, correction))
    return Scored(score_of(odds), probability_of(odds), tuple(evidence))


def _odds(bits: float, related: Mapping[str, float]) -> float:
    """log2 of the odds that a pair is one, in whatever way, against all ways to be two."""
    one, two = [bits], [0.0]
    for code, each in related.items():
        (one if BY_CODE[code].is_one else two).append(each)
    return _sum(one) - _sum(two)


def _sum(bits: list[float]) -> float:
    most = max(bits)
    return most + math.log2(sum(2.0 ** (each - most) for each in bits))


def points_of(bits: float) -> int:
    """Bits as points: tenths of a decimal place."""
    return round(bits / _BITS_OF_POINT)


def probability_of(bits: float) -> float:
    """The probability of odds given as log2."""
    return 1 / (1 + 2.0 ** min(-bits, 1000))


def score_of(bits: float) -> int:
    """Odds as a number that people can read, from 0 to 100.

    Even odds are 50, 10 to 1 is 72, 100 to 1 is 84, 10,000 to 1 is 95, a million to 1 is 98 and a
    hundred million to 1 is 99: what comes on top of proof counts less and less.
    """
    decades = bits * math.log10(2)
    far = 1 - 10 ** (-abs(decades) / 4)
    return round(50 + math.copysign(49.9, decades) * far)
