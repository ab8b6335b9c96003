"""What an import overwrote, kept so that it can be taken back (U5)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

from django.db import connection

from dangol.imports.plan import Change, RowState
from dangol.imports.writing import plain
from tenants.importing.models import ImportRun

KEEP = """
INSERT INTO importing_importchange AS kept
       (run_id, record_id, number, is_new, before, after, moment)
SELECT %(run)s, fact.id, fact.number, fact.is_new, fact.before, fact.after, fact.moment
  FROM jsonb_to_recordset(%(facts)s::jsonb)
       AS fact(id uuid, number integer, is_new boolean, before jsonb, after jsonb,
               moment timestamptz)
    ON CONFLICT (run_id, record_id) DO UPDATE
   SET before = excluded.before || kept.before, after = kept.after || excluded.after,
       moment = excluded.moment
"""
"""Changed twice by one file, a record has the values before the first and after the last."""


def keep(run: ImportRun, changes: Mapping[UUID, Change]) -> None:
    """Keeps these changes in the transaction that made them."""
    if not changes:
        return
    new = _made_by(run, changes)
    facts = [
        {
            "id": str(pk),
            "number": change.number,
            "is_new": pk in new if change.is_new is None else change.is_new,
            "before": plain(change.before),
            "after": plain(change.after),
            "moment": change.moment.isoformat(),
        }
        for pk, change in changes.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {"run": run.pk, "facts": json.dumps(facts)})


def _made_by(run: ImportRun, changes: Mapping[UUID, Change]) -> set[UUID | None]:
    """The records among these that earlier rows of the file made."""
    young = [
        pk
        for pk, change in changes.items()
        if change.is_new is None and change.created_at >= run.uploaded_at
    ]
    if not young:
        return set()
    made = run.rows.filter(state=RowState.CREATED, record_id__in=young)
    return set(made.values_list("record_id", flat=True))
