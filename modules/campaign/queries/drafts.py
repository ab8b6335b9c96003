"""When a project was last kept."""

from __future__ import annotations

from datetime import datetime

from modules.campaign.models import Project
from tenants.people.models import AuditEntry

DEEDS = tuple(f"campaign.project.{deed}" for deed in ("create", "edit", "audience", "write"))


def saved_at(project: Project) -> datetime | None:
    """When somebody last changed the project, its recipients or its text."""
    entries = AuditEntry.objects.filter(
        subject="campaign.project", subject_id=str(project.pk), action__in=DEEDS
    )
    return entries.order_by("-at").values_list("at", flat=True).first()
