"""Writing what is known of rows that want repair, or had some (U5)."""

from __future__ import annotations

import json

from django.db import connection

from tenants.importing.models import ImportProblem, ImportRun

SAVE = """
UPDATE importing_importproblem AS problem
   SET reason = fact.reason, said = fact.said, verdict = fact.verdict, mended = fact.mended,
       left_out = fact.left_out, is_changed = fact.is_changed
  FROM jsonb_to_recordset(%(facts)s::jsonb)
       AS fact(number integer, reason text, said text, verdict text, mended text[],
               left_out boolean, is_changed boolean)
 WHERE problem.run_id = %(run)s AND problem.number = fact.number
"""


def save(run: ImportRun, problems: list[ImportProblem]) -> None:
    """Writes these rows, as they are now, in one statement."""
    if not problems:
        return
    names = ("number", "reason", "said", "verdict", "mended", "left_out")
    facts = [
        {name: getattr(each, name) for name in names} | {"is_changed": each.now != each.cells}
        for each in problems
    ]
    with connection.cursor() as cursor:
        cursor.execute(SAVE, {"run": run.pk, "facts": json.dumps(facts)})
