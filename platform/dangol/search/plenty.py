"""Texts that nearly every record has, such as 010 or a year: too many for an index to name (U8).

There some records are read instead. Hits among them show that there are more than anybody counts.
"""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet

from dangol.search.lookup import Lookup

MOST_READ = 1_000
"""Records that are read, one after another, where only some of them may fit."""
STANDS_FOR = 100
"""Each of them stands for so many others, at least."""
PLENTY = MOST_READ * STANDS_FOR
"""Candidates that take the index longer to name than some records to be read."""
SURELY = 30
"""Hits among these that say something, at least."""


def is_plenty(asked: Lookup, visible: QuerySet[Any]) -> bool:
    """Whether the index would name very many, as far as the planner knows."""
    if asked.keys is None or not asked.meaning or not asked.fields:
        return False
    plan = visible.filter(asked.candidates).order_by().explain(format="json")
    if not plan:  # nothing is open to the user, so nothing is asked for
        return False
    return bool(json.loads(plan)[0]["Plan"]["Plan Rows"] >= PLENTY)


def some_of(asked: Lookup, visible: QuerySet[Any]) -> QuerySet[Any]:
    """Those of a few records that the text finds, without the index."""
    first = visible.order_by().values("pk")[:MOST_READ]
    return visible.filter(asked.pattern, pk__in=first).order_by()


def needed(cap: int) -> int:
    """Hits among MOST_READ of PLENTY that stand for twice as many as the cap."""
    return max(SURELY, 2 * cap // STANDS_FOR)


def is_surely_over(asked: Lookup, visible: QuerySet[Any], cap: int) -> bool:
    """Whether there are more hits than the cap, which a look at some records shows."""
    if not is_plenty(asked, visible):
        return False
    return some_of(asked, visible)[: needed(cap)].count() >= needed(cap)
