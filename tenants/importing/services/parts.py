"""One part of an import: what becomes of its rows, written in one transaction (U5)."""

from __future__ import annotations

from collections import Counter

from django.db.models import Q

from dangol import remembered
from dangol.copying import copy_rows
from dangol.imports.plan import Intake, Outcome, Row, RowState
from tenants.importing.models import ImportRow, ImportRun
from tenants.importing.services import journal


def do_part(run: ImportRun, rows: list[Row], intake: Intake) -> Counter[str]:
    """Writes the records of these rows and an end state for each; returns the number of each."""
    rows, left_out = repaired(run, rows)
    cells_of = dict(rows)
    with remembered.reading():
        stored = intake.store([row for row in rows if row[0] not in left_out])
    journal.keep(run, stored.changes)
    outcomes = [
        *stored.outcomes,
        *(Outcome(number, RowState.REJECTED, None, "left_out") for number in sorted(left_out)),
    ]
    copy_rows(
        ImportRow,
        ["number", "state", "record_id", "reason", "said", "cells"],
        (
            (
                each.number,
                each.state,
                each.record_id,
                each.reason,
                each.said,
                cells_of[each.number] if each.state == RowState.REJECTED else None,
            )
            for each in outcomes
        ),
        same={"run_id": run.pk},
    )
    return Counter(each.state for each in outcomes)


def repaired(run: ImportRun, rows: list[Row]) -> tuple[list[Row], set[int]]:
    """The rows as people mended them, and the numbers of those they leave out."""
    part = run.problems.filter(number__gte=rows[0][0], number__lte=rows[-1][0])
    changed = part.filter(Q(left_out=True) | Q(mended__isnull=False))
    by_number = {problem.number: problem for problem in changed}
    left_out = {number for number, problem in by_number.items() if problem.left_out}
    return [
        (number, by_number[number].now if number in by_number else run.as_replaced(cells))
        for number, cells in rows
    ], left_out
