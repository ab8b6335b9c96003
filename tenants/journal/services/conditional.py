"""What conditions of own fields keep out of a run, record by record (U1, U7)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from dangol.records import Record, Refusal
from dangol.records.custom import kinds
from dangol.records.custom.definitions import is_custom, shape_of
from dangol.records.custom.judging import depends, refused
from tenants.journal.models import Run


def refusals(run: Run, record: Record, rows: QuerySet[Any]) -> list[Refusal]:
    """The rows that would break a condition, by reason; they are held until the part is written."""
    if not run.field or run.facts or not depends(record.code, run.field):
        return []
    value = _value(run, record)
    found: dict[str, list[UUID]] = {}
    for row in rows.select_for_update(of=("self",)).order_by("pk"):
        reason = refused(record.code, row, run.field, value)
        if reason:
            found.setdefault(reason, []).append(row.pk)
    return [
        Refusal(code=reason, rows=Q(pk__in=keys), sentence="") for reason, keys in found.items()
    ]


def _value(run: Run, record: Record) -> Any:
    """What is written, as a record would have it."""
    if is_custom(run.field):
        field, kept = shape_of(record.code).by_name[run.field], run.columns[run.field]
        return None if kept is None else kinds.of(field).read(kept, field)
    column = record.model_field(run.field)
    return column.to_python(run.columns[column.attname])
