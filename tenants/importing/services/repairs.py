"""Repairing rows before they are imported: one cell, all of one kind, or leaving the row out (U5).

Every repair is judged as the import would, and the counts of the dry run follow in the same
transaction.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from dangol.imports.matches import Earlier
from dangol.imports.plan import Intake, RowState
from dangol.imports.suggestions import suggest
from dangol.records.text import refuse_resident_number
from tenants.importing.intakes import earlier_of, intake_of, record_of
from tenants.importing.models import ImportProblem, ImportRun
from tenants.importing.services.checks import WILL, recount
from tenants.importing.services.runs import in_the_name_of

LONGEST = 4_000
PART = 2_000
"""Rows that are mended together: held in memory, and written in one statement."""
SAVE = """
UPDATE importing_importproblem AS problem
   SET reason = fact.reason, said = fact.said, verdict = fact.verdict, mended = fact.mended,
       left_out = fact.left_out
  FROM jsonb_to_recordset(%(facts)s::jsonb)
       AS fact(number integer, reason text, said text, verdict text, mended text[],
               left_out boolean)
 WHERE problem.run_id = %(run)s AND problem.number = fact.number
"""
State = RowState


@transaction.atomic
def mend(run: ImportRun, number: int, column: int, text: str) -> ImportProblem:
    """Puts another text into one cell. RuleBroken for a cell that is not there."""
    run = _open(run)
    problem = _problem(run, number)
    if not 0 <= column < len(run.header):
        raise RuleBroken("import_cell", _("There is no such cell in the file."))
    refuse_resident_number(text)
    cells = list(problem.now) + [""] * (len(run.header) - len(problem.now))
    cells[column] = text[:LONGEST]
    problem.mended, problem.left_out = cells, False
    _judge_one(run, problem)
    return problem


@transaction.atomic
def mend_alike(run: ImportRun, reason: str) -> int:
    """Takes the suggestion for every row with this reason; returns how many were mended."""
    record, user = record_of(run), run.started_by
    return _change_alike(run, reason, lambda text: suggest(record, user, reason, text) or None)


@transaction.atomic
def empty_alike(run: ImportRun, reason: str) -> int:
    """Empties the bad cell of every row with this reason; returns how many."""
    return _change_alike(run, reason, lambda text: "")


def _change_alike(run: ImportRun, reason: str, change: Callable[[str], str | None]) -> int:
    """Puts what `change` makes of it into the bad cell of each such row; None leaves it alone."""
    run = _open(run)
    column = column_of(run, reason)
    alike = run.problems.filter(verdict=State.REJECTED, reason=reason, left_out=False)
    count, last, earlier = 0, 0, earlier_of(run)
    with in_the_name_of(run.started_by):
        intake = intake_of(run)
        while part := list(alike.filter(number__gt=last).order_by("number")[:PART]):
            last = part[-1].number
            changed = [each for each in part if _change(each, column, change)]
            _judge(run, changed, earlier, intake)
            count += len(changed)
        recount(run, intake)
    return count


def _change(problem: ImportProblem, column: int, change: Callable[[str], str | None]) -> bool:
    cells = list(problem.now)
    better = change(cells[column]) if 0 <= column < len(cells) else None
    if better is None:
        return False
    cells[column] = better
    problem.mended = cells
    return True


@transaction.atomic
def leave_out(run: ImportRun, number: int) -> ImportProblem:
    """Skips this row: it goes into the error file."""
    run = _open(run)
    problem = _problem(run, number)
    problem.left_out = True
    _judge_one(run, problem)
    return problem


@transaction.atomic
def put_back(run: ImportRun, number: int) -> ImportProblem:
    """Takes every repair of a row back: its cells are the file's again."""
    run = _open(run)
    problem = _problem(run, number)
    problem.mended, problem.left_out = None, False
    _judge_one(run, problem)
    return problem


def column_of(run: ImportRun, reason: str) -> int:
    """The column that a reason speaks of; -1 when it speaks of the whole row."""
    return int(run.mapping.get(reason.partition(":")[2], -1))


def _open(run: ImportRun) -> ImportRun:
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != ImportRun.State.CHECKED:
        raise RuleBroken(
            "import_not_open", _("Rows can be repaired after the check and before the import.")
        )
    return run


def _problem(run: ImportRun, number: int) -> ImportProblem:
    problem = run.problems.filter(number=number).first()
    if problem is None:
        raise RuleBroken("import_row", _("This row has nothing to repair."))
    return problem


def _judge_one(run: ImportRun, problem: ImportProblem) -> None:
    with in_the_name_of(run.started_by):
        intake = intake_of(run)
        _judge(run, [problem], earlier_of(run), intake)
        recount(run, intake)


def _judge(run: ImportRun, problems: list[ImportProblem], earlier: Earlier, intake: Intake) -> None:
    """Gives each its new reason and verdict, and moves the counts of the run.

    `earlier` knows the rows that were mended along with these; that a row equals another row of
    the file is found by `recount` afterwards.
    """
    moves: Counter[str] = Counter()
    taken = [(each.number, each.now) for each in problems if not each.left_out]
    outcomes = {each.number: each for each in intake.judge(taken, earlier)}
    for problem in problems:
        moves[WILL[State(problem.verdict)]] -= 1
        outcome = outcomes.get(problem.number)
        if outcome is None:
            problem.verdict, problem.reason, problem.said = State.REJECTED, "left_out", ""
        else:
            problem.verdict, problem.reason = outcome.state, outcome.reason
            problem.said = outcome.said
        moves[WILL[State(problem.verdict)]] += 1
    _save(run, problems)
    changes = {name: F(name) + by for name, by in moves.items() if by}
    if changes:
        ImportRun.objects.filter(pk=run.pk).update(**changes)


def _save(run: ImportRun, problems: list[ImportProblem]) -> None:
    names = ("number", "reason", "said", "verdict", "mended", "left_out")
    facts = [{name: getattr(problem, name) for name in names} for problem in problems]
    with connection.cursor() as cursor:
        cursor.execute(SAVE, {"run": run.pk, "facts": json.dumps(facts)})
