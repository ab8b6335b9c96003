"""The sample data of a new company (P4): a port. `tenants` keeps which rows are samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Standing:
    """How many sample rows there are by record code, and what people did to them since."""

    counts: dict[str, int]
    changed: list[str]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Removal:
    """How many sample rows went for good, and in sentences what stayed and why."""

    gone: int
    kept: list[str]


class Samples(Protocol):
    """Adds and removes the sample data that modules declare."""

    def standing(self) -> Standing:
        """What there is now, inside the company."""

    def add(self, user: Any) -> int:
        """Adds all samples open to the user; 0 when they are there already."""

    def remove(self) -> Removal:
        """Removes every sample that is still there."""


_kept: list[Samples] = []


def register_samples(samples: Samples) -> None:
    """Called once at start by the layer that keeps them."""
    _kept[:] = [samples]


def samples() -> Samples:
    """The one that was registered."""
    return _kept[0]
