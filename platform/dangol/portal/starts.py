"""How portals stand at first where a company says so, for everybody or by job. A port (A3).

`tenants` keeps it by role and hands it in at start. What the user arranges goes before it.
"""

from __future__ import annotations

from typing import Any, Protocol


class Starts(Protocol):
    """Knows what administrators have arranged for others."""

    def of(self, user: Any, page: str) -> Any:
        """A `Layout` as JSON for this user's job, else for everybody; None: as declared."""

    def may_manage(self, user: Any) -> bool:
        """Whether the user arranges portals for others."""

    def address(self, page: str) -> str:
        """Where that is done."""


_kept: list[Starts] = []


def register_starts(starts: Starts) -> None:
    """Called once at start by the layer that knows roles."""
    _kept[:] = [starts]


def starts() -> Starts:
    """The one that was registered."""
    return _kept[0]
