"""Weights from the rows themselves, without a single pair that somebody has marked (B20).

What strangers share (u) is read from random pairs and from the frequencies of values. What pairs
that are one share (m) is learned by expectation and maximisation: the pairs of each blocking rule
are a mixture of ones, relations and strangers, in which the fields of the rule say nothing. All
rules have m in common, each has shares of its own. Beliefs (`levels`) count like a few dozen pairs,
so that a file of fifty rows, or one without a single double, gets sensible weights, too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from modules.duplicates.engine.levels import SAME, UNKNOWN
from modules.duplicates.engine.relations import BY_CODE
from modules.duplicates.engine.weights import FieldWeights, Weights, believed

Levels = tuple[int, ...]
ROUNDS = 30
BELIEF = 40.0
"""Pairs that a belief about m counts for."""
BELIEF_OF_CHANCE = 100_000.0
"""Pairs that a belief about u counts for: as many as some hundred rows have."""
CALM = 0.002
LEAST = 1e-9
MOST_OTHER = 0.6
"""However much a file differs from itself, agreement must stay good news."""
EXPECTED = 0.004
"""Share of rows with a double, of which a file without any is never quite free."""
LITTLE = 0.1
"""Of that, what a relation never quite falls below."""
MOST_RELATED = 0.05
NEGLIGIBLE = 1e-4


@dataclass(frozen=True)
class Session:
    """Pairs of one blocking rule: {levels of all fields: pairs}; -1 for fields of the rule."""

    patterns: Mapping[Levels, int]


@dataclass(frozen=True)
class Chance:
    """What is known of a field by counting.

    random  pairs of a random sample at each level
    agreed  pairs of all rows that have the same value, of values that are not common
    filled  pairs of all rows in which both have a value
    common  {value: share of the rows}
    """

    random: tuple[int, ...]
    agreed: float
    filled: float
    common: Mapping[str, float]


@dataclass(frozen=True)
class Sample:
    """What a scan counted for training.

    pairs       number of all pairs of rows
    candidates  number of pairs that were looked at, of which `seen` holds a part
    """

    rows: int
    pairs: float
    candidates: float
    seen: Mapping[Levels, int]
    sessions: Sequence[Session]
    chances: Mapping[str, Chance]


def learn(belief: Weights, sample: Sample) -> Weights:
    """The weights of a file; those believed, where it has nothing to learn from."""
    if sample.pairs < 1:
        return belief
    weights = _with_chance(belief, sample)
    for _round in range(2):  # what strangers share is known better once the ones are known
        weights = _with_chance(_with_agreement(weights, sample), sample)
        weights = _with_shares(weights, sample)
    return weights


def _with_chance(weights: Weights, sample: Sample) -> Weights:
    """u, freed of what the pairs that are one have added to it."""
    fields = {}
    for name, known in weights.fields.items():
        chance = sample.chances[name]
        drawn = sum(chance.random)
        counted = [(float(count), float(drawn)) for count in chance.random]
        counted[SAME] = (chance.agreed, chance.filled)
        u = [
            _mixed(max(count - weights.one * among * m, 0.1 * count), among, belief)
            for (count, among), m, belief in zip(
                counted, known.m, believed(known.kind).u, strict=True
            )
        ]
        fields[name] = replace(known, u=_whole(u), common=chance.common)
    return replace(weights, fields=fields)


def _mixed(counted: float, among: float, belief: float) -> float:
    total = among + BELIEF_OF_CHANCE
    return max((counted + belief * BELIEF_OF_CHANCE) / total, 0.5 / total, LEAST)


def _whole(parts: Sequence[float]) -> tuple[float, ...]:
    total = sum(parts)
    return tuple(part / total for part in parts)


def _with_agreement(weights: Weights, sample: Sample) -> Weights:
    """m, by expectation and maximisation over all sessions."""
    mixtures = [Mixture(weights, session.patterns) for session in sample.sessions]
    for _round in range(ROUNDS):
        ratios = Ratios(weights)
        total = [0.0] * len(ratios.classes[0])
        for mixture in mixtures:
            mixture.step(ratios, total)
        moved, weights = _moved(weights, total)
        if moved < CALM:
            break
    return weights


def _moved(weights: Weights, total: list[float]) -> tuple[float, Weights]:
    """(how far the farthest m went, the weights with m from expected pairs at each level)."""
    fields, start, farthest = {}, 0, 0.0
    for name, known in weights.fields.items():
        counts = total[start : start + len(known.m)]
        start += len(known.m)
        beliefs = believed(known.kind).m
        m = _capped(_whole([a + b * BELIEF for a, b in zip(counts, beliefs, strict=True)]))
        farthest = max(farthest, *(abs(a - b) for a, b in zip(m, known.m, strict=True)))
        fields[name] = replace(known, m=m)
    return farthest, replace(weights, fields=fields)


def _capped(m: tuple[float, ...]) -> tuple[float, ...]:
    if m[-1] <= MOST_OTHER:
        return m
    return (*(part * (1 - MOST_OTHER) for part in _whole(m[:-1])), MOST_OTHER)


def _with_shares(weights: Weights, sample: Sample) -> Weights:
    """How many of all pairs are one or related; pairs that were not looked at are neither."""
    seen = sum(sample.seen.values())
    if not seen:
        return weights
    mixture = Mixture(weights, sample.seen, sample.pairs * seen / sample.candidates)
    mixture.shares = [weights.one, *weights.related.values()]
    ratios = Ratios(weights)
    for _round in range(ROUNDS):
        mixture.step(ratios, [0.0] * len(ratios.classes[0]))
    least = EXPECTED * sample.rows / sample.pairs / 2
    one, *others = mixture.shares
    related = {
        code: max(share, least * LITTLE, _marked(code, weights, sample, one))
        for code, share in zip(weights.related, others, strict=True)
    }
    return replace(weights, one=min(max(one, least), 0.5), related=related)


def _marked(code: str, weights: Weights, sample: Sample, one: float) -> float:
    """The share of a relation by how many agree on what marks it, more than there are ones.

    Of a firm with a thousand people only those pairs are looked at that share something else.
    """
    shares = [0.0]
    for name, known in weights.fields.items():
        if known.kind in BY_CODE[code].marked:
            chance = sample.chances[name]
            agree = chance.agreed / max(chance.filled, 1.0)
            agree += sum(share**2 for share in chance.common.values())
            shares.append(agree / known.m[SAME] - one)
    return min(max(shares), MOST_RELATED)


class Ratios:
    """log2 of how much likelier each level of each field is, in ones and in each relation."""

    def __init__(self, weights: Weights):
        levels = [
            (name, level) for name, known in weights.fields.items() for level in range(len(known.m))
        ]
        usual = [self._usual(weights.fields[name], level) for name, level in levels]
        self.classes = [
            [weights.fields[n].bits(level) - u for (n, level), u in zip(levels, usual, strict=True)]
        ]
        for code in weights.related:
            bits = [weights.related_bits(code, name, level) for name, level in levels]
            self.classes.append(
                [bit - u if bit else 0.0 for bit, u in zip(bits, usual, strict=True)]
            )

    @staticmethod
    def _usual(known: FieldWeights, level: int) -> float:
        """How much likelier strangers agree on any value than on one that is not common."""
        if level != SAME or not known.common:
            return 0.0
        return math.log2(1 + sum(share**2 for share in known.common.values()) / known.u[SAME])


class Mixture:
    """Pairs that are a mixture of ones, relations and strangers in shares of their own.

    among  number of pairs among which the patterns are those that say something; 0: the patterns
    """

    def __init__(self, weights: Weights, patterns: Mapping[Levels, int], among: float = 0.0):
        starts, start = [], 0
        for known in weights.fields.values():
            starts.append(start)
            start += len(known.m)
        self.patterns = [
            (
                tuple(
                    start + level
                    for start, level in zip(starts, levels, strict=True)
                    if level != UNKNOWN
                ),
                count,
            )
            for levels, count in patterns.items()
        ]
        self.among = among or float(max(sum(patterns.values()), 1))
        classes = 1 + len(weights.related)
        self.shares = [0.3 / classes] * classes

    def step(self, ratios: Ratios, total: list[float]) -> None:
        """One round: adds to `total` the expected ones at each level, and moves the shares."""
        classes = [
            (math.log2(max(share, LEAST)), each.__getitem__)
            for share, each in zip(self.shares, ratios.classes, strict=True)
        ]
        strangers = max(1 - sum(self.shares), LEAST)
        expected = [0.0] * len(classes)
        for places, count in self.patterns:
            odds = [2.0 ** min(base + sum(map(bits, places)), 500) for base, bits in classes]
            scale = count / (strangers + sum(odds))
            for number, value in enumerate(odds):
                expected[number] += value * scale
            ones = odds[0] * scale
            if ones > NEGLIGIBLE:
                for place in places:
                    total[place] += ones
        self.shares = [value / self.among for value in expected]
