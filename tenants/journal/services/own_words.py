"""The text that the search looks into, after a run has changed a company's own field (U7, U8)."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from dangol.records import Record
from dangol.records.custom.definitions import shape_of
from dangol.records.custom.values import WORDS, words_of
from tenants.journal.models import Change, Run
from tenants.journal.statements import quoted


def refresh(run: Run, record: Record, after: UUID, to: UUID) -> None:
    """Writes the words of the rows that the run changed after `after` up to `to` anew."""
    fields = shape_of(record.code).by_name
    if not any(name in fields and fields[name].is_searched for name in run.decides):
        return
    changed = Change.objects.filter(run=run, object_id__gt=after, object_id__lte=to)
    rows = record.model._base_manager.filter(pk__in=changed.values("object_id"))
    words = {pk: words_of(custom, fields) for pk, custom in rows.values_list("pk", "custom")}
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quoted(record.model._meta.db_table)} t SET {WORDS} = v.words"
            " FROM unnest(%s::uuid[], %s::text[]) AS v(id, words) WHERE t.id = v.id",
            [list(words), list(words.values())],
        )
