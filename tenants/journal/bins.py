"""The kit's port for the trash, kept in the company's own schema (U4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from dangol.records import Record
from tenants.journal.queries.deleters import deleters
from tenants.journal.services import bins


class KeptBin:
    """Implements `dangol.records.trash.bin.Bin`."""

    def deleters(self, record: Record, keys: Collection[UUID]) -> Mapping[UUID, str]:
        return deleters(record, keys)

    def restore(self, record: Record, rows: Sequence[Any]) -> list[str]:
        return bins.restore(record, rows)

    def remove(self, record: Record, keys: Sequence[UUID]) -> int:
        return bins.remove(record, keys)

    def belonging(self, record: Record, keys: Sequence[UUID]) -> Sequence[tuple[Any, int]]:
        return bins.belonging(record, keys)
