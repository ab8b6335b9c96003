"""The record types that can be filled from files."""

from __future__ import annotations

from dangol import registry
from dangol.records import types
from dangol.records.declaration import Record


def is_importable(record: Record) -> bool:
    """Whether its module declares the right to import it."""
    return record.permission("import") in registry.permissions()


def importable() -> list[Record]:
    """All of them, lowest layer first."""
    return [record for record in types.records().values() if is_importable(record)]
