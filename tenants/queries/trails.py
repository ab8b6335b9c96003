"""Who made a record, and who changed it last, as the audit knows it (A10, V3)."""

from __future__ import annotations

from uuid import UUID

from dangol.records.page.trail import Trail
from tenants.people.models import AuditEntry
from tenants.queries import telling
from tenants.queries.history import entries


class AuditedTrails:
    """Implements `dangol.records.page.trail.Trails`."""

    def of(self, record: str, key: UUID) -> Trail:
        noted = AuditEntry.objects.filter(subject=record, subject_id=str(key))
        first = noted.filter(action=f"{record}.create").order_by("at").first()
        last = entries(record, key, None, 1)
        return Trail(
            created_by=telling.who(first) if first else "",
            created_at=first.at if first else None,
            changed_by=telling.who(last[0]) if last else "",
            changed_at=last[0].at if last else None,
        )
