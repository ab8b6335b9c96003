"""Who changed a field of a record last, as its history knows it (U1, V3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Model

from dangol.records.custom.fields import field_of
from tenants.importing.models import ImportChange
from tenants.journal.models import Change
from tenants.people.models import AuditEntry
from tenants.queries.history import entries


def changed_by(subject: str) -> Any:
    """(record, field) -> the name of who changed it last, "" when its history does not say."""

    def ask(instance: Model, name: str) -> str:
        column = field_of(type(instance), name).attname
        last = entries(subject, instance.pk, None, 1, names={name, column})
        return last[0].actor_name if last else ""

    return ask


def last_changes(subject: str, keys: Collection[UUID], column: str) -> dict[UUID, datetime]:
    """{id: when} the column of these records was changed last: alone, by a run or by an import."""
    noted = AuditEntry.objects.filter(
        subject=subject, subject_id__in=[str(key) for key in keys], changes__has_key=column
    )
    run = Change.objects.filter(object_id__in=keys, run__record=subject, after__has_key=column)
    imported = ImportChange.objects.filter(
        record_id__in=keys, run__record=subject, after__has_key=column
    )
    found: dict[UUID, datetime] = {}
    for rows in (
        noted.values_list("subject_id").annotate(Max("at")),
        run.values_list("object_id").annotate(Max("at")),
        imported.values_list("record_id").annotate(Max("moment")),
    ):
        for key, at in rows:
            found[UUID(str(key))] = max(at, found.get(UUID(str(key)), at))
    return found
