"""Views of a list that users share with their company. A port; `tenants` implements it (U1).

A shared view is a name and a selection in the filter language, and nothing else: whoever opens it
sees what their own rights show, and one that asks for a field hidden from them stays away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class Shared:
    """One shared view; `author` is its maker's name, and `is_mine` whether that is who asks.

    may_change  its maker may, and administrators, so that nothing outlives all who could change it
    """

    code: str
    name: str
    query: str
    author: str = ""
    is_mine: bool = False
    may_change: bool = False


class SharedViews(Protocol):
    """Keeps them in the company; each writing call is one transaction and one audit line."""

    def of(self, record: str, user: Any) -> list[Shared]:
        """Those of one record type, oldest first, as this user stands to them."""

    def put(self, record: str, user: Any, view: Shared) -> None:
        """Shares a view that was the user's own, or changes a shared one."""

    def drop(self, record: str, user: Any, code: str) -> None:
        """Takes one away; `bring_back` returns it."""

    def bring_back(self, record: str, user: Any, code: str) -> None:
        """Shows one again that was taken away."""


_kept: list[SharedViews] = []


def register_shared(views: SharedViews) -> None:
    """Called once at start by the layer that knows users."""
    _kept[:] = [views]


def kept() -> SharedViews:
    """Whoever keeps them."""
    return _kept[0]
