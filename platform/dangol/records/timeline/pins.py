"""Lines that were pinned to the top of a timeline: a port (U2).

They are the company's, not one user's: whoever may change a record says what stands above the rest.
Who may not know of a line does not see it pinned either, for it is read as any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID


class Pins(Protocol):
    """Keeps which lines are pinned."""

    def of(self, record: str, of: UUID) -> Mapping[str, Sequence[UUID]]:
        """{code of a source: ids of its lines}; mostly nothing, by one light statement."""

    def pin(self, record: str, of: UUID, source: str, key: UUID, *, title: str) -> None:
        """Pins a line; RuleBroken when too many are."""

    def unpin(self, record: str, of: UUID, source: str, key: UUID, *, title: str) -> None:
        """Takes it down again."""


_kept: list[Pins] = []


def register_pins(pins: Pins) -> None:
    """Called once at start by the layer that keeps them."""
    _kept[:] = [pins]


def pins() -> Pins:
    return _kept[0]
