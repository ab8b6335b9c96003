"""Who changed a field of a record last, as the audit knows it (U1, V3)."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from dangol.records.custom.fields import field_of
from tenants.people.models import AuditEntry


def changed_by(subject: str) -> Any:
    """(record, field) -> the name of who changed it last, "" when the audit does not say."""

    def ask(instance: Model, name: str) -> str:
        column = field_of(type(instance), name).attname
        entries = AuditEntry.objects.filter(
            subject=subject, subject_id=str(instance.pk), changes__has_any_keys=[name, column]
        )
        found = entries.order_by("-at", "-id").values_list("actor_name", flat=True).first()
        return found or ""

    return ask
