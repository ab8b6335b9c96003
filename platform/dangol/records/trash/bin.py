"""The trash of all record types: what lies in it, how long, and a port for what the kit lacks (U4).

A record in the trash is neither shown nor counted nor addressed. It comes back whole, or is removed
for good: by hand, or by itself when its days are over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, TextField
from django.utils.module_loading import import_string

from dangol import access, clock, registry
from dangol.ids import read_id
from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.records.timeline import Mark, below

DAYS = 90
"""Days that a record stays in the trash."""
SHOWN = 50
LONGEST = 100


@dataclass(frozen=True, kw_only=True)
class Trashed:
    """One record in the trash.

    by    the name of who put it there, "" when nobody knows any more
    left  whole days until it is removed for good; 0 on its last
    """

    record: Record
    key: UUID
    name: str
    at: datetime
    by: str = ""

    @property
    def left(self) -> int:
        return max(0, DAYS - (clock.now() - self.at).days)

    @property
    def code(self) -> str:
        """As a form sends it."""
        return f"{self.record.code}:{self.key}"


class Bin(Protocol):
    """Knows who put records into the trash, and removes them for good."""

    def deleters(self, record: Record, keys: Collection[UUID]) -> Mapping[UUID, str]:
        """{id: the name of who put it into the trash last}."""

    def restore(self, record: Record, rows: Sequence[Any]) -> list[str]:
        """Takes them out; a sentence for each that could not come back."""

    def remove(self, record: Record, keys: Sequence[UUID]) -> int:
        """Removes records that lie in the trash for good, with what belongs to them; how many."""

    def belonging(self, record: Record, keys: Sequence[UUID]) -> Sequence[tuple[Any, int]]:
        """(what, how many) of the rows that would be removed together with these records."""


_kept: list[Bin] = []


def register_bin(bin: Bin) -> None:
    """Called once at start by the layer that keeps the audit."""
    _kept[:] = [bin]


def kept() -> Bin:
    """Where the trash is kept."""
    return _kept[0]


def types() -> list[Record]:
    """Every record type that has a trash."""
    paths = [path for each in registry.declarations() for path in each.records]
    return [record for record in map(import_string, paths) if record.bulk.trash]


def types_for(user: Any) -> list[Record]:
    """Those whose records the user may take out of it, some at least."""
    return [each for each in types() if access.user_can(user, each.permission("delete"))]


def has_any(user: Any) -> bool:
    """Whether the trash is of any use to the user."""
    return any(access.user_can(user, each.permission("delete")) for each in types())


def read_bin(
    records: Sequence[Record], user: Any, find: str = "", mark: Mark | None = None
) -> tuple[list[Trashed], str]:
    """(the records in the trash, newest first, the place to go on from or "")."""
    found = [each for record in records for each in _read(record, user, find, mark)]
    found.sort(key=lambda each: (each.at, each.key), reverse=True)
    more = len(found) > SHOWN
    found = found[:SHOWN]
    onward = Mark(found[-1].at, found[-1].key).written() if more else ""
    return _with_names(found), onward


def asked_for(
    records: Sequence[Record], user: Any, codes: Collection[str]
) -> list[tuple[Record, list[Any]]]:
    """The records that a form names, as far as they lie in the trash and are open to the user."""
    found = []
    for record in records:
        keys = [
            key
            for code in codes
            if code.startswith(f"{record.code}:") and (key := read_id(code.rpartition(":")[2]))
        ]
        rows = list(record.trash_of(user).filter(pk__in=keys).order_by("pk")) if keys else []
        if rows:
            found.append((record, rows))
    return found


def finds(record: Record, user: Any, text: str) -> Q:
    """What the find box looks for: in the name and the lines below it, without hidden fields."""
    hidden = record.hidden_from(user)
    names = [name for name in (record.title, *record.subtitle) if name not in hidden]
    texts = [name for name in names if isinstance(record.model_field(name), CharField | TextField)]
    found = Q()
    for name in texts:
        found |= Q(**{f"{name}__icontains": text})
    return found


def _read(record: Record, user: Any, find: str, mark: Mark | None) -> list[Trashed]:
    rows: QuerySet[Any] = record.trash_of(user)
    if find:
        rows = rows.filter(finds(record, user, find))
    return [
        Trashed(
            record=record,
            key=row.pk,
            name=shown(row, record.title),
            at=getattr(row, record.bulk.trash),
        )
        for row in below(rows, record.bulk.trash, mark, SHOWN + 1)
    ]


def _with_names(found: list[Trashed]) -> list[Trashed]:
    by_type: dict[str, list[Trashed]] = {}
    for each in found:
        by_type.setdefault(each.record.code, []).append(each)
    names: dict[UUID, str] = {}
    for rows in by_type.values():
        names |= kept().deleters(rows[0].record, [each.key for each in rows])
    return [
        Trashed(record=each.record, key=each.key, name=each.name, at=each.at,
                by=names.get(each.key, ""))
        for each in found
    ]  # fmt: skip


def over() -> datetime:
    """What went to the trash before this moment has had its days."""
    return clock.now() - timedelta(days=DAYS)
