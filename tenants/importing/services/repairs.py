"""Repairing rows before they are imported: one cell, all of one kind, or leaving the row out (U5).

Every repair is judged as the import would, and the counts of the dry run follow in the same
transaction. How the rows were before is kept, so that the last repairs can be undone one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from dangol.imports.matches import Earlier
from dangol.imports.plan import Intake, RowState
from dangol.imports.replacing import LONGEST
from dangol.imports.suggestions import suggest
from dangol.records.text import refuse_resident_number
from tenants.importing.intakes import earlier_of, intake_of, record_of
from tenants.importing.models import Deed, ImportProblem, ImportRun, ImportStep
from tenants.importing.services.checks import WILL, recount
from tenants.importing.services.problems import save
from tenants.importing.services.runs import check_anew, in_the_name_of
from tenants.importing.services.steps import begin, keep, open_run

PART = 2_000
"""Rows that are mended together: held in memory, and written in one statement."""
State = RowState


@transaction.atomic
def mend(run: ImportRun, number: int, column: int, text: str) -> ImportProblem:
    """Puts another text into one cell. RuleBroken for a cell that is not there."""
    run = open_run(run)
    problem = _problem(run, number)
    if not 0 <= column < len(run.header):
        raise RuleBroken("import_cell", _("There is no such cell in the file."))
    refuse_resident_number(text)
    keep(begin(run, Deed.MEND if text else Deed.EMPTY, row=number), [problem])
    cells = list(problem.now) + [""] * (len(run.header) - len(problem.now))
    cells[column] = text.replace("\x00", "")[:LONGEST]
    problem.mended, problem.left_out = cells, False
    _judge_one(run, problem)
    return problem


@transaction.atomic
def mend_alike(run: ImportRun, reason: str) -> int:
    """Takes the suggestion for every row with this reason; returns how many were mended."""
    record, user = record_of(run), run.started_by
    return _change_alike(
        run, reason, lambda text: suggest(record, user, reason, text) or None, Deed.ALIKE
    )


@transaction.atomic
def empty_alike(run: ImportRun, reason: str) -> int:
    """Empties the bad cell of every row with this reason; returns how many."""
    return _change_alike(run, reason, lambda text: "", Deed.EMPTY_ALIKE)


def _change_alike(
    run: ImportRun, reason: str, change: Callable[[str], str | None], deed: str
) -> int:
    """Puts what `change` makes of it into the bad cell of each such row; None leaves it alone."""
    run = open_run(run)
    column, step = column_of(run, reason), begin(run, deed)
    alike = run.problems.filter(verdict=State.REJECTED, reason=reason, left_out=False)
    count, last, earlier = 0, 0, earlier_of(run)
    with in_the_name_of(run.started_by):
        intake = intake_of(run)
        while part := list(alike.filter(number__gt=last).order_by("number")[:PART]):
            last = part[-1].number
            better = {each.number: _changed(each, column, change) for each in part}
            wanted = [each for each in part if better[each.number] is not None]
            keep(step, wanted)
            for each in wanted:
                each.mended = better[each.number]
            _judge(run, wanted, earlier, intake)
            count += len(wanted)
        recount(run, intake)
    if count:
        step.facts = {"count": count}
        step.save(update_fields=["facts"])
    else:
        step.delete()
    return count


def _changed(
    problem: ImportProblem, column: int, change: Callable[[str], str | None]
) -> list[str] | None:
    cells = list(problem.now)
    better = change(cells[column]) if 0 <= column < len(cells) else None
    return None if better is None else [*cells[:column], better, *cells[column + 1 :]]


@transaction.atomic
def leave_out(run: ImportRun, number: int) -> ImportProblem:
    """Skips this row: it goes into the error file."""
    run = open_run(run)
    problem = _problem(run, number)
    keep(begin(run, Deed.SKIP, row=number), [problem])
    problem.left_out = True
    _judge_one(run, problem)
    return problem


@transaction.atomic
def put_back(run: ImportRun, number: int) -> ImportProblem:
    """Takes every repair of a row back: its cells are the file's again."""
    run = open_run(run)
    problem = _problem(run, number)
    keep(begin(run, Deed.BACK, row=number), [problem])
    problem.mended, problem.left_out = None, False
    _judge_one(run, problem)
    return problem


@transaction.atomic
def undo(run: ImportRun, ring: Callable[[], None]) -> ImportStep:
    """Undoes the last deed and tells which it was. RuleBroken when there is none.

    What was replaced in the whole file is checked anew; `ring` wakes a worker after the commit.
    """
    run = open_run(run)
    step = run.steps.order_by("number").last()
    if step is None:
        raise RuleBroken("import_undo", _("Nothing was mended that could be undone."))
    if step.deed == Deed.REPLACE:
        run.replacements = run.replacements[:-1]
        _put_before(run, step)
        check_anew(run, ring)
    else:
        with in_the_name_of(run.started_by):
            intake, earlier = intake_of(run), earlier_of(run)
            _put_before(run, step, lambda part: _judge(run, part, earlier, intake))
            recount(run, intake)
    run.befores.filter(step=step.number).delete()
    step.delete()
    return step


def _put_before(
    run: ImportRun, step: ImportStep, then: Callable[[list[ImportProblem]], None] | None = None
) -> None:
    """Gives the rows of a deed what they had before, part by part; `then` looks at each part."""
    then = then or (lambda part: save(run, part))
    kept, last = run.befores.filter(step=step.number).order_by("number"), 0
    while befores := {each.number: each for each in kept.filter(number__gt=last)[:PART]}:
        last = max(befores)
        part = list(run.problems.filter(number__in=befores).order_by("number"))
        for each in part:
            before = befores[each.number]
            each.mended, each.left_out = before.mended, before.left_out
        then(part)


def column_of(run: ImportRun, reason: str) -> int:
    """The column that a reason speaks of; -1 when it speaks of the whole row."""
    return int(run.mapping.get(reason.partition(":")[2], -1))


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
    save(run, problems)
    changes = {name: F(name) + by for name, by in moves.items() if by}
    if changes:
        ImportRun.objects.filter(pk=run.pk).update(**changes)
