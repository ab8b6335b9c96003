"""Writing anew what the search finds records by, after a change of definitions."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from dangol.records.custom.definitions import shape_of
from dangol.records.custom.values import words_of
from tenants import errands
from tenants.customising.queries.fields import customised

BATCH = 5_000
"""Rows of one errand: a few seconds' work."""
WORK = "tenants.customising.wording.rewrite"


def rewrite(record: str, after: str = "") -> None:
    """Writes the words of the next rows, and promises the rest. Safe to run twice."""
    kind = customised().get(record)
    if kind is None:
        return
    rows = kind.model._base_manager.order_by("pk")
    if after:
        rows = rows.filter(pk__gt=UUID(after))
    found = list(rows.values_list("pk", "custom", "custom_words")[:BATCH])
    fields = shape_of(record).by_name
    words = {pk: words_of(custom, fields) for pk, custom, _old in found}
    different = [(pk, words[pk]) for pk, _custom, old in found if words[pk] != old]
    if different:
        with connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{kind.model._meta.db_table}" r SET custom_words = v.words'
                " FROM unnest(%s::uuid[], %s::text[]) AS v(id, words) WHERE r.id = v.id",
                [[pk for pk, _words in different], [text for _pk, text in different]],
            )
    if len(found) == BATCH:
        errands.post(WORK, record, str(found[-1][0]))
