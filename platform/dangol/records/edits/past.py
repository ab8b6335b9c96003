"""What was done to a record before: a port; `tenants` knows it from its audit (A10, U2, V3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Step:
    """One edit of a record.

    who      the name of who did it
    changes  {field, as the model's column is called: (before, after)} as JSON values
    """

    at: datetime
    who: str
    changes: Mapping[str, tuple[Any, Any]]


class Past(Protocol):
    """Tells the edits of single records. `record` is the code of a record type."""

    def steps(self, record: str, key: UUID) -> Sequence[Step]:
        """The last edits of the record, newest first; a few hundred at most."""


_known: list[Past] = []


def register_past(past: Past) -> None:
    """Called once at start by the layer that keeps the audit."""
    _known[:] = [past]


def steps(record: str, key: UUID) -> Sequence[Step]:
    """The last edits of the record, newest first."""
    return _known[0].steps(record, key)
