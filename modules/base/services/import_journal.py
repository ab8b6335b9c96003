"""What an import overwrote, kept so that it can be taken back (U5)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from modules.base.models import ImportRow, ImportRun
from modules.base.services.bulk_customers import Change

KEEP = """
INSERT INTO base_importchange AS kept
       (run_id, customer_id, number, is_new, before, after, moment)
SELECT %(run)s, fact.id, fact.number, fact.is_new, fact.before, fact.after, %(moment)s
  FROM jsonb_to_recordset(%(facts)s::jsonb)
       AS fact(id uuid, number integer, is_new boolean, before jsonb, after jsonb)
    ON CONFLICT (run_id, customer_id) DO UPDATE
   SET before = excluded.before || kept.before, after = kept.after || excluded.after,
       moment = excluded.moment
"""
"""Changed twice by one file, a customer has the values before the first and after the last."""


def keep(
    run: ImportRun, changes: Mapping[UUID, Change], rows: Mapping[UUID, int], moment: datetime
) -> None:
    """Keeps these changes in the transaction that made them."""
    if not changes:
        return
    young = [pk for pk, change in changes.items() if change.created_at >= run.uploaded_at]
    made = run.rows.filter(state=ImportRow.State.CREATED, customer_id__in=young)
    new = set(made.values_list("customer_id", flat=True)) if young else set()
    facts = [
        {
            "id": str(pk),
            "number": rows[pk],
            "is_new": pk in new,
            "before": plain(change.before),
            "after": plain(change.after),
        }
        for pk, change in changes.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {"run": run.pk, "facts": json.dumps(facts), "moment": moment})


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as JSON has them; equal values are equal there."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
