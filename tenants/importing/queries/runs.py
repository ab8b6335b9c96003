"""The imports that a user may look at (U5, P5).

The rows of a file show whatever stands in it. So besides whoever brought it, only those see it who
may import into the type and from whom none of its fields is hidden.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from dangol.access import user_can
from dangol.imports.types import importable
from dangol.records import Record
from tenants.importing.models import ImportRun


def runs_of(record: Record, user: Any) -> QuerySet[ImportRun]:
    """Those of one type; the user may import into it."""
    runs = ImportRun.objects.filter(record=record.code).select_related("started_by")
    return runs.filter(started_by=user.pk) if record.hidden_from(user) else runs


def runs_for(user: Any) -> QuerySet[ImportRun]:
    """Those of every type."""
    wanted = Q(pk__in=[])
    for record in importable():
        if user_can(user, record.permission("import")):
            mine = Q(started_by=user.pk) if record.hidden_from(user) else Q()
            wanted |= Q(record=record.code) & mine
    return ImportRun.objects.filter(wanted)
