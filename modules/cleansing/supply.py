"""Gives the runs of `dangol.records.many` the values that suggestions propose (B22)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from dangol.records.many.supplies import Span, register_supply
from modules.cleansing.services.decisions import SUPPLY, of_run

WRITTEN = """
UPDATE cleansing_suggestion s SET state = 'accepted', run_id = c.run_id, decided_at = c.at,
       decided_by_id = r.started_by_id
  FROM journal_change c, journal_run r
 WHERE c.run_id = %s AND r.id = c.run_id AND c.object_id > %s AND c.object_id <= %s
   AND s.record = r.record AND s.object_id = c.object_id AND s.field = r.field
   AND s.state = 'open'
"""
OUT_OF_DATE = """
DELETE FROM cleansing_suggestion s USING journal_leftout l, journal_run r
 WHERE l.run_id = %s AND r.id = l.run_id AND l.object_id > %s AND l.object_id <= %s
   AND l.reason = 'changed' AND s.record = r.record AND s.object_id = l.object_id
   AND s.field = r.field AND s.state = 'open'
"""
"""The next look makes a new one where something is wrong still."""
PUT_BACK = """
UPDATE cleansing_suggestion s SET state = 'open', run_id = NULL, decided_by_id = NULL,
       decided_at = NULL
  FROM journal_change c
 WHERE c.run_id = %s AND c.object_id > %s AND c.object_id <= %s
   AND s.run_id = %s AND s.object_id = c.object_id
"""


class Suggested:
    """Implements `dangol.records.many.supplies.Supply`."""

    def ids(self, facts: Mapping[str, Any]) -> QuerySet[Any]:
        return of_run(facts).values("object_id")

    def wanted(self, facts: Mapping[str, Any], span: Span) -> tuple[str, Sequence[Any]]:
        rows = of_run(facts).filter(object_id__gt=span[0], object_id__lte=span[1])
        return rows.values_list("object_id", "was", "wanted").query.sql_with_params()

    def written(self, run: UUID, facts: Mapping[str, Any], span: Span) -> None:
        _execute(WRITTEN, [run, *span])
        _execute(OUT_OF_DATE, [run, *span])

    def put_back(self, run: UUID, undone: UUID, span: Span) -> None:
        _execute(PUT_BACK, [run, *span, undone])


def _execute(statement: str, parameters: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def register() -> None:
    """Called at start: runs find their values here."""
    register_supply(SUPPLY, Suggested())
