"""Files that lie with a record: a block of every record's page, and a port (U2).

Whoever may see the record reads its files, whoever may change it adds some. A file that is the
value of a field is not among those of the block, and closed with the field. `tenants` keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Protocol
from uuid import UUID

CODE = "files"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One file. `size` in bytes; `is_mine` whether the reader added it; `by` "" for who is gone."""

    key: UUID
    name: str
    size: int
    icon: str
    by: str
    at: datetime
    is_mine: bool
    has_picture: bool


@dataclass(frozen=True, kw_only=True)
class Held:
    """A file that came with a form which is not saved yet. `size` in bytes."""

    key: UUID
    name: str
    size: int


@dataclass(frozen=True)
class Opened:
    """A file to be read; `field` is whose value it is, "" for one of the block."""

    name: str
    field: str
    content: IO[Any]


class Files(Protocol):
    """Keeps the files of a company's records; each writing call is one transaction."""

    def of(self, record: str, key: UUID, user: Any) -> Sequence[Kept]:
        """The files of the block of the record, newest first."""

    def add(
        self, record: str, key: UUID, upload: Any, *, by: Any, title: str, field: str = ""
    ) -> Kept:
        """Keeps one. RuleBroken, with a sentence, for one that cannot be kept."""

    def open(self, record: str, key: UUID, file: UUID, *, small: bool) -> Opened | None:
        """A file of this record, or the small picture of it."""

    def remove(self, record: str, key: UUID, file: UUID, *, title: str) -> bool:
        """Into the trash, for 90 days; False when it is not there."""

    def restore(
        self, record: str, key: UUID, file: UUID, *, title: str, field: str = ""
    ) -> Kept | None:
        """Out of the trash again; None when it is not there."""

    def hold(self, record: str, field: str, upload: Any, *, by: Any) -> Held:
        """Keeps one aside for a day until its form is saved; RuleBroken as `add` has it."""

    def held(self, record: str, field: str, file: UUID, *, by: Any) -> Held | None:
        """One that `by` had kept aside for this very field; None for all else."""

    def use(
        self, record: str, key: UUID, file: UUID, *, by: Any, title: str, field: str
    ) -> Kept | None:
        """Makes it a file of the record; None when `by` has none like that waiting."""

    def forget(self, record: str, keys: Sequence[UUID]) -> None:
        """Removes the files of records that are gone for good, their bytes after the commit."""

    def drop_field(self, record: str, field: str) -> None:
        """The files of a field that is no more, of every record, into the trash."""


_kept: list[Files] = []


def register_files(files: Files) -> None:
    """Called once at start by the layer that keeps files."""
    _kept[:] = [files]


def files() -> Files:
    return _kept[0]


def panel(code: str, user: Any, instance: Any) -> Mapping[str, Any]:
    """What the block of files on a record's page needs."""
    return {"files": files().of(code, instance.pk, user), "is_files": True}
