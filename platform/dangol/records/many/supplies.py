"""Many records that each get a value of their own: who supplies the values (U1).

A deed of the kit writes the same columns into every record. Where each record gets other ones, the
run names a supply, and the supply gives them row by row; journal, rights, undo and progress are the
same. Whoever has such values registers a supply at start.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet

EACH = "each"
"""The deed whose values a supply gives."""
BY = "by"
"""Where a run's facts name its supply."""
Span = tuple[UUID, UUID]
"""(id after which records begin, id of the last)."""


class Supply(Protocol):
    """Gives the values of a run. `facts` are those that the run was begun with."""

    def ids(self, facts: Mapping[str, Any]) -> QuerySet[Any]:
        """The ids of the records that values are there for, to narrow a selection by."""

    def wanted(self, facts: Mapping[str, Any], span: Span) -> tuple[str, Sequence[Any]]:
        """SQL and parameters of rows (id uuid, was jsonb, wanted jsonb), one for each record.

        `was` are columns as they must be still, or the record is left as it is.
        """

    def written(self, run: UUID, facts: Mapping[str, Any], span: Span) -> None:
        """A part of the run was written, in the same transaction: what its journal tells."""

    def put_back(self, run: UUID, undone: UUID, span: Span) -> None:
        """A part of `undone` was put back by the run."""


_supplies: dict[str, Supply] = {}


def register_supply(name: str, supply: Supply) -> None:
    """Called once at start by whoever has the values."""
    _supplies[name] = supply


def supply_of(facts: Mapping[str, Any]) -> Supply | None:
    """The supply that a run names; None for a deed that gives every record the same."""
    return _supplies[facts[BY]] if facts.get(BY) else None
