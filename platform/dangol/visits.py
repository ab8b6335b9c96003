"""Who opened which record last: a port, so that record pages can tell; `tenants` remembers it."""

from __future__ import annotations

from typing import Any, Protocol


class Visits(Protocol):
    """Remembers what a user looked at (최근 본 항목)."""

    def opened(self, user: Any, record: str, key: Any) -> None:
        """The user has opened the page of the record with this key; `record` is its type's code."""

    def last_opened(self, user: Any) -> dict[str, list[str]]:
        """{record type's code: keys of what the user opened, the newest first}."""


_kept: list[Visits] = []


def register_visits(visits: Visits) -> None:
    """Called once at start by the layer that knows users."""
    _kept[:] = [visits]


def opened(user: Any, record: str, key: Any) -> None:
    """Tells that the user opened a record's page; at most one row is written."""
    _kept[0].opened(user, record, key)


def last_opened(user: Any) -> dict[str, list[str]]:
    """{record type's code: keys of what the user opened, the newest first}."""
    return _kept[0].last_opened(user)
