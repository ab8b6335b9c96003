"""Who made a record, and who changed it last, as the audit knows it (A10, V3)."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from dangol.records.page.trail import Trail
from tenants.importing.models import ImportRun
from tenants.people.models import AuditEntry
from tenants.queries import telling
from tenants.queries.history import entries, made_by_import


class AuditedTrails:
    """Implements `dangol.records.page.trail.Trails`."""

    def of(self, record: str, key: UUID) -> Trail:
        noted = AuditEntry.objects.filter(subject=record, subject_id=str(key))
        first = noted.filter(action=f"{record}.create").order_by("at").first()
        last = entries(record, key, None, 1)
        brought = None if first else made_by_import(record, key)
        return Trail(
            created_by=telling.who(first) if first else _bringer(brought),
            created_at=first.at if first else None,
            changed_by=telling.who(last[0]) if last else "",
            changed_at=last[0].at if last else None,
        )


def _bringer(run: ImportRun | None) -> str:
    """Whoever began the import that a record came with."""
    if run is None or run.started_by is None:
        return ""
    return _("%(name)s (import)") % {"name": run.started_by.name}
