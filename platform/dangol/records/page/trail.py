"""Who made a record and when, and who changed it last: the line at the foot of its page (A10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from dangol.records.parts import Look

if TYPE_CHECKING:
    from dangol.records.declaration import Record

CREATED_AT = "created_at"


@dataclass(frozen=True, kw_only=True)
class Trail:
    """The first and the last deed; "" and None where the audit does not know."""

    created_by: str = ""
    created_at: datetime | None = None
    changed_by: str = ""
    changed_at: datetime | None = None


class Trails(Protocol):
    """Knows who did what. `record` is the code of a record type."""

    def of(self, record: str, key: UUID) -> Trail:
        """The trail of one record, by a few statements however long its history is."""


_kept: list[Trails] = []


def register_trails(trails: Trails) -> None:
    """Called once at start by the layer that keeps the audit."""
    _kept[:] = [trails]


def trail(record: Record, look: Look) -> Mapping[str, Any]:
    """What the line says to this reader: moments that the record itself knows come from it."""
    known = _kept[0].of(record.code, look.instance.pk)
    made = None if CREATED_AT in look.hidden else getattr(look.instance, CREATED_AT, None)
    changed = getattr(look.instance, record.version, None) if record.version else None
    made = made or (None if CREATED_AT in look.hidden else known.created_at)
    return {
        "created_at": made,
        "created_by": known.created_by,
        "changed_at": changed or known.changed_at,
        "changed_by": known.changed_by,
    }
