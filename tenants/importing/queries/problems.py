"""The rows of an import that want repair, as the screen shows them (U5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min
from django.utils.translation import gettext as _

from dangol.imports import files, problems
from dangol.imports.plan import Intake, OnDuplicate, Outcome, Row, RowState
from dangol.imports.suggestions import suggest
from tenants.importing.intakes import FieldsGone, earlier_of, intake_of, record_of
from tenants.importing.models import ImportProblem, ImportRun
from tenants.importing.queries.changes import changed_rows
from tenants.importing.services.repairs import column_of
from tenants.importing.services.runs import in_the_name_of

PAGE = 50
BAD, ALL, MENDED = "bad", "all", "mended"
State = RowState


@dataclass(frozen=True)
class Kind:
    """One reason for which rows are refused: how many there are, and how it could be mended."""

    reason: str
    field: str
    sentence: str
    count: int


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell, and what could stand there; column -1: with the whole row."""

    column: int
    reason: str
    sentence: str
    text: str
    suggestion: str


@dataclass(frozen=True)
class Cell:
    """One cell as drawn; `column` counts from 0 in the file."""

    column: int
    text: str
    fault: Fault | None
    was: str
    """What stood there before the repair; "" while it is as in the file."""


@dataclass(frozen=True)
class Line:
    """One row of the grid."""

    number: int
    state: str
    label: str
    cells: list[Cell]
    faults: list[Fault]
    is_left_out: bool
    is_mended: bool


def kinds(run: ImportRun) -> list[Kind]:
    """The reasons of the rows that are still bad, the most frequent first."""
    counted = (
        run.problems.filter(verdict=State.REJECTED, left_out=False)
        .values("reason")
        .annotate(count=Count("number"), said=Min("said"))
        .order_by("-count", "reason")
    )
    record = record_of(run)
    found = []
    for each in counted:
        problem, _colon, name = each["reason"].partition(":")
        found.append(
            Kind(
                reason=each["reason"],
                field=problems.label_of(record, name) if name else "",
                sentence=problems.in_words(record, problem, each["said"]),
                count=each["count"],
            )
        )
    return found


def heads(run: ImportRun) -> list[tuple[int, str, str]]:
    """(column, head of the file, label of the field) of every column that is imported."""
    record = record_of(run)
    chosen = sorted((column, name) for name, column in run.mapping.items())
    return [
        (column, run.header[column], problems.label_of(record, name)) for column, name in chosen
    ]


def lines(run: ImportRun, show: str, reason: str, after: int) -> list[Line]:
    """A page of the grid, in the order of the file, behind row `after`; one more than it shows."""
    columns = [column for column, *_words in heads(run)]
    if show == ALL:
        rows = files.rows_from(run.stored_name, run.delimiter, after, PAGE + 1)
        return _of_rows(run, columns, rows)
    if show == MENDED:
        return _of_rows(run, columns, changed_rows(run, after, PAGE + 1))
    problems = run.problems.filter(number__gt=after, verdict=State.REJECTED).order_by("number")
    if reason:
        problems = problems.filter(reason=reason)
    found = list(problems[: PAGE + 1])
    intake = _intake(run) if found else None
    return [line(run, each, columns, intake) for each in found]


def line(run: ImportRun, problem: ImportProblem, columns: list[int], intake: Intake | None) -> Line:
    """One row with its troubles: what it is refused for, and further cells that cannot be used."""
    now = problem.now
    faults = [] if problem.left_out else _faults(run, problem, intake)
    by_column = {each.column: each for each in faults}
    cells = [
        Cell(column, _at(now, column), by_column.get(column), _was(problem.cells, now, column))
        for column in columns
    ]
    return Line(
        number=problem.number,
        state=problem.verdict,
        label=str(_labels()[State(problem.verdict)]),
        cells=cells,
        faults=faults,
        is_left_out=problem.left_out,
        is_mended=problem.mended is not None,
    )


def _faults(run: ImportRun, problem: ImportProblem, intake: Intake | None) -> list[Fault]:
    if not problem.reason:
        return []
    first = _fault(run, problem.now, problem.reason, problem.said)
    others = intake.faults(problem.now) if intake is not None else []
    found = [first, *(_fault(run, problem.now, each.reason, each.said) for each in others)]
    return list({each.column: each for each in reversed(found)}.values())[::-1]


def _fault(run: ImportRun, cells: list[str], reason: str, said: str) -> Fault:
    record, column = record_of(run), column_of(run, reason)
    text = _at(cells, column) if column >= 0 else ""
    sentence = problems.in_words(record, reason, said)
    return Fault(column, reason, sentence, text, suggest(record, run.started_by, reason, text))


def _intake(run: ImportRun) -> Intake | None:
    """What reads the rows, for whoever began the run; None once a field is gone."""
    try:
        with in_the_name_of(run.started_by):
            return intake_of(run)
    except FieldsGone:
        return None


def _was(cells: list[str], now: list[str], column: int) -> str:
    """What the file has in a cell that is otherwise now; "" where it is the same."""
    if now is cells or column >= len(cells):
        return ""
    return cells[column] if cells[column] != now[column] else ""


def _of_rows(run: ImportRun, columns: list[int], rows: list[Row]) -> list[Line]:
    """These rows of the file, each with what will become of it."""
    known = {
        each.number: each
        for each in run.problems.filter(number__in=[number for number, _cells in rows])
    }
    unknown = [(number, run.as_replaced(cells)) for number, cells in rows if number not in known]
    now, intake = dict(unknown), _intake(run)
    outcomes = _outcomes(run, unknown, intake)
    found = []
    for number, cells in rows:
        if number in known:
            found.append(line(run, known[number], columns, intake))
        elif number in outcomes and outcomes[number].state != State.REJECTED:
            shown = [
                Cell(at, _at(now[number], at), None, _was(cells, now[number], at)) for at in columns
            ]
            found.append(_good(run, number, shown, outcomes[number].state))
    return found


def _outcomes(run: ImportRun, rows: list[Row], intake: Intake | None) -> dict[int, Outcome]:
    """What would become of these rows; of those that cannot be read now the next check tells."""
    if intake is None:
        return {}
    with in_the_name_of(run.started_by):
        return {each.number: each for each in intake.judge(rows, earlier_of(run))}


def _good(run: ImportRun, number: int, cells: list[Cell], state: str) -> Line:
    label = str(_labels()[State(state)])
    if state == State.SKIPPED and run.on_duplicate == OnDuplicate.ONLY:
        label = _("Not here yet")
    return Line(number, state, label, cells, [], False, False)


def _at(cells: list[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def _labels() -> dict[State, Any]:
    return {
        State.CREATED: _("New"),
        State.UPDATED: _("Update"),
        State.SKIPPED: _("Already here"),
        State.REJECTED: _("Error"),
    }
