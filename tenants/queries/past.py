"""The edits of one record, as the audit keeps them (U2, V3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from dangol.records.edits.past import Step
from tenants.people.models import AuditEntry
from tenants.queries import telling
from tenants.queries.history import entries

MOST = 200


class AuditedPast:
    """Implements `dangol.records.edits.past.Past`.

    A record type's code is its subject in the audit.
    """

    def steps(self, record: str, key: UUID) -> Sequence[Step]:
        return [
            Step(at=entry.at, who=telling.who(entry), changes=pairs(entry))
            for entry in entries(record, key, None, MOST)
        ]


def pairs(entry: AuditEntry) -> Mapping[str, tuple[Any, Any]]:
    """What the entry says of fields; facts of the deed are no pairs and are left out."""
    return {
        name: (value[0], value[1])
        for name, value in entry.changes.items()
        if isinstance(value, list) and len(value) == 2
    }
