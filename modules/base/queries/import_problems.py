"""The rows of an import that want repair, as the screen shows them (U5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from modules.base.imports import files
from modules.base.imports.columns import field_labels
from modules.base.imports.rows import Rejected, reason_in_words
from modules.base.imports.suggestions import suggest
from modules.base.models import ImportProblem, ImportRow, ImportRun
from modules.base.models.imports import OnDuplicate
from modules.base.services.import_checks import Earlier, verdict
from modules.base.services.import_parts import matches_of, reader_of
from modules.base.services.import_repairs import column_of

PAGE = 50
BAD, ALL, MENDED = "bad", "all", "mended"
State = ImportRow.State


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
        .annotate(count=Count("number"))
        .order_by("-count", "reason")
    )
    labels = field_labels()
    return [
        Kind(
            reason=each["reason"],
            field=str(labels.get(each["reason"].partition(":")[2], "")),
            sentence=reason_in_words(each["reason"].partition(":")[0]),
            count=each["count"],
        )
        for each in counted
    ]


def heads(run: ImportRun) -> list[tuple[int, str, str]]:
    """(column, head of the file, label of the field) of every column that is imported."""
    labels = field_labels()
    chosen = sorted((column, field) for field, column in run.mapping.items())
    return [(column, run.header[column], str(labels[field])) for column, field in chosen]


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
    bad = column_of(run, problem.reason)
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
        sentence=reason_in_words(problem.reason) if problem.reason else "",
        suggestion=suggest(problem.reason, bad_text),
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
    reader = reader_of(run)
    readable: dict[int, dict[str, Any]] = {}
    for number, cells in rows:
        if number not in known:
            try:
                readable[number] = reader.read(cells)
            except Rejected:  # the columns changed meanwhile; the next check will tell
                continue
    matches = matches_of(run, list(readable.values()))
    earlier = Earlier(run.keys)
    found = []
    for number, cells in rows:
        if number in known:
            found.append(line(run, known[number], columns))
        elif number in readable:
            state = verdict(run, readable[number], matches, earlier)
            found.append(_good(run, number, cells, columns, state))
    return found


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
