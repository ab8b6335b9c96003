"""Who put records into the trash (U4, V3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from dangol.records import Record
from dangol.records.many.deeds import TRASH
from tenants.journal.models import Change
from tenants.people.models import AuditEntry


def deleters(record: Record, keys: Collection[UUID]) -> Mapping[UUID, str]:
    """{id: the name of who put it there last}, from the audit and from runs, in two statements."""
    noted = AuditEntry.objects.filter(
        subject=record.code,
        subject_id__in=[str(key) for key in keys],
        action=f"{record.code}.delete",
    )
    written = Change.objects.filter(
        object_id__in=list(keys), run__record=record.code, run__deed=TRASH, run__undoes=None
    )
    found: list[tuple[datetime, UUID, str]] = [
        (at, UUID(key), name)
        for key, at, name in noted.values_list("subject_id", "at", "actor_name")
    ]
    found += [
        (at, key, name or "")
        for key, at, name in written.values_list("object_id", "at", "run__started_by__name")
    ]
    return {key: name for _at, key, name in sorted(found)}
