"""What nearly every request asks of a company and seldom changes: settings, own fields, layouts.

Each process keeps what it has read, under a stamp that stands in the cache: one look at the stamp a
request tells whether it is still so. Whoever changes any of it changes the stamp.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction

from dangol import remembered
from tenants import context

T = TypeVar("T")

STAMP = "known"
LIFE = 60
"""Seconds; a change is heard at once, this is for while the cache is away."""
MOST = 500
"""Companies that a process keeps in mind."""


@dataclass
class _Facts:
    """What was read of one company under one stamp."""

    stamp: str
    until: float
    by_name: dict[str, Any] = field(default_factory=dict)


_lock = threading.Lock()
_companies: OrderedDict[Any, _Facts] = OrderedDict()


class Known(Generic[T]):
    """One such fact of the present company, the same object for everybody: nobody changes it.

    name  tells it from others
    read  reads it from the tables
    """

    def __init__(self, name: str, read: Callable[[], T]) -> None:
        self.name, self.read = name, read

    def now(self) -> T:
        """The fact as it stands."""
        facts = remembered.of(STAMP, _present)
        if self.name not in facts:
            facts[self.name] = self.read()
        found: T = facts[self.name]
        return found


def changed() -> None:
    """Called in the transaction of a change: forgotten now, and once more after the commit.

    Until its end a request keeps what it reads for itself, for nobody knows yet whether it stays.
    """
    _stamp_anew()
    remembered.put(STAMP, {})
    transaction.on_commit(_stamp_anew)


def _stamp_anew() -> None:
    cache.set(STAMP, uuid4().hex, timeout=None)


def _present() -> dict[str, Any]:
    """The present company's facts by name, as far as this process has read them."""
    company, now = context.company().pk, time.monotonic()
    stamp = cache.get(STAMP)
    if stamp is None:
        cache.add(STAMP, uuid4().hex, timeout=None)
        stamp = cache.get(STAMP)
    with _lock:
        facts = _companies.get(company)
        if facts is None or facts.stamp != stamp or facts.until < now:
            facts = _companies[company] = _Facts(str(stamp), now + LIFE)
        _companies.move_to_end(company)
        while len(_companies) > MOST:
            _companies.popitem(last=False)
        return facts.by_name
