"""Records that may be there already, told to whoever enters one: a port (B20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from dangol.records.declaration import Record


@dataclass(frozen=True)
class Similar:
    """A record that may be the one that is being entered.

    score    0 to 100
    reasons  what speaks for it, in a few words each
    """

    instance: Any
    score: int
    reasons: tuple[str, ...] = ()


class Finder(Protocol):
    """Looks for records like one that is being written."""

    def knows(self, code: str) -> bool:
        """Whether it looks for records of this type."""

    def similar(
        self, record: Record, user: Any, values: Mapping[str, Any], but: UUID | None
    ) -> Sequence[Similar]:
        """The likeliest few that the user may see, `but` this one; `values` as far as they are
        written and can be read."""


_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Called once at start by whoever can look; each for types of its own."""
    _finders.append(finder)


def finder_for(code: str) -> Finder | None:
    """Who looks for records of this type; None when nobody does."""
    return next((each for each in _finders if each.knows(code)), None)
