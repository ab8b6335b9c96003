"""The pairs that wait for a decision, as far as their reader may see both records (B20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dangol.records.cells import shown
from modules.duplicates.kinds import Mergeable
from modules.duplicates.models import Pair

PAGE = 50
"""Pairs that are listed at once."""
COUNTED = 1_000
"""As far as they are counted; more are "1,000+"."""
SURE = 95
"""Score from which pairs are offered to be merged together."""
ORDERS: Mapping[str, tuple[str, ...]] = {"score": ("-score", "id"), "new": ("-found_at", "id")}
STATES = (Pair.State.OPEN, Pair.State.LATER, Pair.State.DIFFERENT)


@dataclass(frozen=True)
class Line:
    """One pair in the list at the left."""

    pair: Pair
    name: str
    sub: str


def waiting(mergeable: Mergeable, user: Any, state: str = Pair.State.OPEN) -> QuerySet[Pair]:
    """The pairs in a state of which the user may see both records."""
    seen = mergeable.record.visible_to(user).order_by().values("pk")
    pairs = Pair.objects.filter(record=mergeable.code, state=state)
    return pairs.filter(first__in=seen, second__in=seen)


def count(pairs: QuerySet[Pair]) -> int:
    """How many, up to one more than are counted."""
    return pairs.order_by()[: COUNTED + 1].count()


def lines(mergeable: Mergeable, user: Any, pairs: Sequence[Pair]) -> list[Line]:
    """The pairs with what their records are called."""
    ids = {key for pair in pairs for key in (pair.first, pair.second)}
    record = mergeable.record
    rows = record.listed(record.visible_to(user)).in_bulk(ids)
    hidden = record.hidden_from(user)
    return [_line(mergeable, rows, pair, hidden) for pair in pairs]


def _line(mergeable: Mergeable, rows: Mapping[UUID, Any], pair: Pair, hidden: Any) -> Line:
    record = mergeable.record
    both = [rows[key] for key in (pair.first, pair.second) if key in rows]
    titles = list(dict.fromkeys(shown(each, record.title) for each in both))
    names = [name for name in record.subtitle if name not in hidden]
    subs = dict.fromkeys(word for each in both for word in [_first(each, names)] if word)
    return Line(pair, " · ".join(titles), " · ".join(subs))


def _first(instance: Any, names: Sequence[str]) -> str:
    return next((word for name in names if (word := shown(instance, name))), "")


def sure(mergeable: Mergeable, user: Any) -> QuerySet[Pair]:
    """The pairs about which there is hardly a doubt."""
    return waiting(mergeable, user).filter(score__gte=SURE)
