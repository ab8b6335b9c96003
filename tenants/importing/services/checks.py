"""The dry run of an import: what will become of every row, before anything is written (U5)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from dangol import clock, remembered
from dangol.copying import copy_rows
from dangol.imports import files
from dangol.imports.matches import Earlier
from dangol.imports.plan import Intake, Outcome, Row, RowState
from tenants.importing.intakes import FieldsGone, earlier_of, intake_of
from tenants.importing.models import ImportBefore, ImportProblem, ImportRun
from tenants.importing.services.feed import Feed
from tenants.importing.services.parts import repaired
from tenants.importing.services.problems import save
from tenants.importing.services.runs import finish, in_the_name_of

State = RowState
WILL = {
    State.CREATED: "will_create",
    State.UPDATED: "will_update",
    State.SKIPPED: "will_skip",
    State.REJECTED: "will_reject",
}


def check(run_id: UUID) -> None:
    """Reads the whole file and keeps the counts and the rows that cannot be read.

    Only what people did with rows is carried over from an earlier check, which may be broken off.
    Of two checks of one run the one that began last goes on; the other writes nothing more.
    """
    run = _begin(run_id)
    if run is None:
        return
    feed = Feed()
    feed_from = ImportRun(stored_name=run.stored_name, delimiter=run.delimiter)
    counts: Counter[str] = Counter()
    try:
        with in_the_name_of(run.started_by):
            intake, earlier = intake_of(run), earlier_of(run)
            while rows := feed.take(feed_from, intake.part):
                feed_from.rows_done += len(rows)
                part = _judged_part(run, rows, intake, earlier)
                if not _check_part(run, part, counts, feed_from.rows_done):
                    return
    except FileNotFoundError:
        _fail(run)
        return
    except FieldsGone:
        _ask_again(run)
        return
    finally:
        feed.close()
    _end(run)


@transaction.atomic
def recount(run: ImportRun, intake: Intake) -> None:
    """Counts again what will become of every row, with the repairs. The caller has locked the run.

    In a file of more rows than the intake recounts nothing is done: there a mended row is only
    compared with records and not with the other rows, so its counts are nearly right, and the
    screen says so.
    """
    if run.rows_total > intake.recounted:
        return
    try:
        rows = files.rows_from(run.stored_name, run.delimiter, 0, intake.recounted)
    except FileNotFoundError:  # the import itself will say so
        return
    judged = _judged(run, rows, intake)
    for state in State:
        numbers = [number for number, found in judged.items() if found == state]
        run.problems.filter(number__in=numbers).exclude(verdict=state).update(verdict=state)
    counts = Counter(judged.values())
    ImportRun.objects.filter(pk=run.pk).update(**{WILL[state]: counts[state] for state in WILL})


def _judged(run: ImportRun, rows: list[Row], intake: Intake) -> dict[int, str]:
    """What the import will do with each of these rows, as people mended them."""
    now, left_out = repaired(run, rows)
    outcomes = intake.judge([row for row in now if row[0] not in left_out], earlier_of(run))
    judged = {each.number: each.state for each in outcomes}
    return {number: judged.get(number, State.REJECTED) for number, _cells in now}


@transaction.atomic
def _begin(run_id: UUID) -> ImportRun | None:
    """Takes the check over from whoever was at it; None when none is wanted."""
    run = _locked(run_id)
    if run is None:
        return None
    run.check_no += 1
    run.rows_checked = 0
    run.touched_at = clock.now()
    run.save(update_fields=["check_no", "rows_checked", "touched_at"])
    undoable = ImportBefore.objects.filter(run=run, number=OuterRef("number"))
    run.problems.exclude(Q(mended__isnull=False) | Q(left_out=True) | Exists(undoable)).delete()
    return run


@dataclass(frozen=True)
class Part:
    """Rows as the file has them, and what will become of them as people changed them."""

    rows: list[Row]
    now: dict[int, list[str]]
    outcomes: dict[int, Outcome]


def _judged_part(run: ImportRun, rows: list[Row], intake: Intake, earlier: Earlier) -> Part:
    now, left_out = repaired(run, rows)
    with remembered.reading():
        judged = intake.judge([row for row in now if row[0] not in left_out], earlier)
    outcomes = {number: Outcome(number, State.REJECTED, None, "left_out") for number in left_out}
    return Part(rows, dict(now), outcomes | {each.number: each for each in judged})


@transaction.atomic
def _check_part(run: ImportRun, part: Part, counts: Counter[str], done: int) -> bool:
    """Adds these rows to `counts` and keeps all of it; False when the check is not wanted now."""
    if _locked(run.pk, run.check_no) is None:
        return False
    counts.update(WILL[State(each.state)] for each in part.outcomes.values())
    touched = _keep_touched(run, part)
    rows = [row for row in part.rows if row[0] not in touched]
    bad = [row for row in rows if part.outcomes[row[0]].state == State.REJECTED]
    _add_bad(run, part, bad)
    if run.replacements:
        changed = sum(part.now[number] is not cells for number, cells in rows)
        counts["replaced"] += changed - sum(part.now[number] is not cells for number, cells in bad)
    values = {name: counts[name] for name in (*WILL.values(), "replaced")}
    ImportRun.objects.filter(pk=run.pk).update(rows_checked=done, touched_at=clock.now(), **values)
    return True


def _keep_touched(run: ImportRun, part: Part) -> set[int]:
    """Keeps what will become of rows that people have worked on; tells which these are."""
    first, last = part.rows[0][0], part.rows[-1][0]
    touched = list(run.problems.filter(number__gte=first, number__lte=last))
    for each in touched:
        outcome = part.outcomes[each.number]
        each.verdict, each.reason, each.said = outcome.state, outcome.reason, outcome.said
    save(run, touched)
    return {each.number for each in touched}


def _add_bad(run: ImportRun, part: Part, bad: list[Row]) -> None:
    """Adds rows of the file that nobody has worked on yet."""
    copy_rows(
        ImportProblem,
        ["number", "reason", "said", "cells", "is_changed"],
        (
            (number, part.outcomes[number].reason, part.outcomes[number].said, cells,
             part.now[number] is not cells)
            for number, cells in bad
        ),
        same={"run_id": run.pk, "verdict": State.REJECTED, "left_out": False},
    )  # fmt: skip


@transaction.atomic
def _end(run: ImportRun) -> None:
    if _locked(run.pk, run.check_no):
        ImportRun.objects.filter(pk=run.pk).update(
            state=ImportRun.State.CHECKED, touched_at=clock.now()
        )


@transaction.atomic
def _fail(run: ImportRun) -> None:
    if locked := _locked(run.pk, run.check_no):
        finish(locked, ImportRun.State.FAILED, problem="file_gone")


@transaction.atomic
def _ask_again(run: ImportRun) -> None:
    """Back to the columns: a field that was chosen is not there any more, or not for this user."""
    if locked := _locked(run.pk, run.check_no):
        locked.state, locked.problem = ImportRun.State.UPLOADED, "fields_gone"
        locked.save(update_fields=["state", "problem"])


def _locked(run_id: UUID, check_no: int | None = None) -> ImportRun | None:
    """The run, locked, while it is being checked by the check of this number (None: by any)."""
    wanted = ImportRun.objects.filter(pk=run_id, state=ImportRun.State.CHECKING)
    if check_no is not None:
        wanted = wanted.filter(check_no=check_no)
    return wanted.select_for_update().first()
