"""Pairs as the rule sees them: to be merged, or with something that stands against it (B21)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from modules.duplicates.kinds import Mergeable
from modules.duplicates.models import MergeRule, Pair
from modules.duplicates.queries.comparing import DIFFERENT, compared
from modules.duplicates.queries.queue import Line, lines

PAGE = 100
"""Pairs that are shown; the rule is asked about all of them when it runs."""


@dataclass(frozen=True)
class Judged:
    """A pair, and the fields that keep the rule from merging it."""

    line: Line
    against: tuple[str, ...]


def shown_pairs(
    mergeable: Mergeable, user: Any, rule: MergeRule, pairs: QuerySet[Pair]
) -> list[Judged]:
    """The first pairs, the surest first."""
    first = list(pairs.order_by("-score", "id")[:PAGE])
    ids = {key for pair in first for key in (pair.first, pair.second)}
    rows = mergeable.record.listed(mergeable.record.visible_to(user)).in_bulk(ids)
    found = []
    for line in lines(mergeable, user, first):
        both = rows[line.pair.first], rows[line.pair.second]
        against = [
            row.label
            for row in compared(mergeable, user, *both, {})
            if row.state == DIFFERENT and row.name not in rule.may_differ
        ]
        found.append(Judged(line, tuple(against)))
    return found
