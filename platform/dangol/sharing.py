"""Opening one record to a colleague or a department: a port; `tenants` keeps who sees what (P5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID


@dataclass(frozen=True)
class Shared:
    """One opening of a record.

    key          its id
    name         of the user or the department; `icon` says which
    is_writable  whether they may change the record, too
    by           who opened it, "" when that user is gone
    """

    key: UUID
    name: str
    icon: str
    is_writable: bool
    by: str
    at: Any


class Shares(Protocol):
    """Keeps and tells to whom single records are opened."""

    def of(self, record: str, object_id: UUID) -> Sequence[Shared]:
        """To whom this record is opened, the latest first."""

    def choices(self) -> Sequence[tuple[str, str]]:
        """(value, name) of everybody and every department it can be opened to."""

    def share(
        self, record: str, object_id: UUID, value: str, *, writable: bool, name: str, by: Any
    ) -> None:
        """Opens it to the one with this value; RuleBroken when there is no such one."""

    def end(self, record: str, object_id: UUID, key: UUID, *, name: str) -> None:
        """Ends one opening of this record; nothing happens when it has ended already."""


_kept: list[Shares] = []


def register_shares(shares: Shares) -> None:
    """Called once at start by the layer that knows users."""
    _kept[:] = [shares]


def shares() -> Shares:
    """What keeps the shares."""
    return _kept[0]
