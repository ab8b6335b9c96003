"""The rows of an import that want repair, as the screen shows them (U5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min
from django.utils.translation import gettext as _

from dangol.imports import files, problems
from dangol.imports.plan import OnDuplicate, Outcome, RowState
from dangol.imports.suggestions import suggest
from tenants.importing.intakes import FieldsGone, earlier_of, intake_of, record_of
from tenants.importing.models import ImportProblem, ImportRun
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
class Cell:
    """One cell as drawn; `column` counts from 0 in the file."""

    column: int
    text: str
    is_bad: bool
    was: str
    """What stood there before the repair; "" while it is as in the file."""


@dataclass(frozen=True)
class Line:
    """One row of the grid."""

    number: int
    state: str
    label: str
    cells: list[Cell]
    reason: str
    sentence: str
    suggestion: str
    bad_column: int
    bad_text: str
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
        return _of_file(run, columns, after)
    problems = run.problems.filter(number__gt=after).order_by("number")
    if show == MENDED:
        problems = problems.exclude(mended=None)
    else:
        problems = problems.filter(verdict=State.REJECTED)
    if reason:
        problems = problems.filter(reason=reason)
    return [line(run, each, columns) for each in problems[: PAGE + 1]]


def line(run: ImportRun, problem: ImportProblem, columns: list[int] | None = None) -> Line:
    """One row with its trouble."""
    columns = columns or [column for column, *_words in heads(run)]
    record, bad = record_of(run), column_of(run, problem.reason)
    now = problem.now
    bad_text = now[bad] if 0 <= bad < len(now) else ""
    cells = [
        Cell(
            column,
            now[column] if column < len(now) else "",
            column == bad and not problem.left_out,
            _before(problem, column),
        )
        for column in columns
    ]
    return Line(
        number=problem.number,
        state=problem.verdict,
        label=str(_labels()[State(problem.verdict)]),
        cells=cells,
        reason=problem.reason,
        sentence=problems.in_words(record, problem.reason, problem.said) if problem.reason else "",
        suggestion=suggest(record, run.started_by, problem.reason, bad_text),
        bad_column=bad,
        bad_text=bad_text,
        is_left_out=problem.left_out,
        is_mended=problem.mended is not None,
    )


def _before(problem: ImportProblem, column: int) -> str:
    if problem.mended is None or column >= len(problem.cells):
        return ""
    before = problem.cells[column]
    return before if before != problem.mended[column] else ""


def _of_file(run: ImportRun, columns: list[int], after: int) -> list[Line]:
    """Rows straight from the file, each with what will become of it."""
    rows = list(files.rows_from(run.stored_name, run.delimiter, after, PAGE + 1))
    known = {
        each.number: each
        for each in run.problems.filter(number__gt=after, number__lte=after + PAGE + 1)
    }
    unknown = [row for row in rows if row[0] not in known]
    outcomes = _outcomes(run, unknown)
    found = []
    for number, cells in rows:
        if number in known:
            found.append(line(run, known[number], columns))
        elif number in outcomes and outcomes[number].state != State.REJECTED:
            found.append(_good(run, number, cells, columns, outcomes[number].state))
    return found


def _outcomes(run: ImportRun, rows: list[tuple[int, list[str]]]) -> dict[int, Outcome]:
    """What would become of these rows; of those that cannot be read now the next check tells."""
    try:
        with in_the_name_of(run.started_by):
            return {each.number: each for each in intake_of(run).judge(rows, earlier_of(run))}
    except FieldsGone:
        return {}


def _good(run: ImportRun, number: int, cells: list[str], columns: list[int], state: str) -> Line:
    shown = [Cell(c, cells[c] if c < len(cells) else "", False, "") for c in columns]
    label = str(_labels()[State(state)])
    if state == State.SKIPPED and run.on_duplicate == OnDuplicate.ONLY:
        label = _("Not here yet")
    return Line(number, state, label, shown, "", "", "", -1, "", False, False)


def _labels() -> dict[State, Any]:
    return {
        State.CREATED: _("New"),
        State.UPDATED: _("Update"),
        State.SKIPPED: _("Already here"),
        State.REJECTED: _("Error"),
    }
