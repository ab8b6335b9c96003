"""Which triggers led to what is done now: so that none sets itself off (A29)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

DEEPEST = 5
"""Triggers that may set off one another in a row."""
_causes: ContextVar[tuple[str, ...]] = ContextVar("trigger_causes", default=())


def causes() -> tuple[str, ...]:
    """Ids of the triggers behind what is done now, the first one first; () for what people do."""
    return _causes.get()


def closes(trigger: UUID, behind: Sequence[str]) -> bool:
    """Whether the trigger would follow upon itself, or the chain grow too long."""
    return str(trigger) in behind or len(behind) >= DEEPEST


@contextmanager
def within(behind: Sequence[str], trigger: UUID) -> Iterator[None]:
    """Within the block, changes are caused by this trigger and by those behind it."""
    token = _causes.set((*behind, str(trigger)))
    try:
        yield
    finally:
        _causes.reset(token)
