"""The dry run of an import: what will become of every row, before anything is written (U5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from dangol import clock
from modules.base.bulk import copy_rows
from modules.base.imports import files
from modules.base.imports.rows import Rejected
from modules.base.models import ImportProblem, ImportRow, ImportRun
from modules.base.models.imports import OnDuplicate
from modules.base.queries.matches import USUAL, Matches, keys_of
from modules.base.services.import_feed import Feed
from modules.base.services.import_parts import matches_of, reader_of, repaired
from modules.base.services.imports import PART, finish

RECOUNTED = 1_000
"""Rows of a file that is counted again, row by row, after every repair."""
State = ImportRow.State
WILL = {
    State.CREATED: "will_create",
    State.UPDATED: "will_update",
    State.SKIPPED: "will_skip",
    State.REJECTED: "will_reject",
}


def check(run_id: UUID) -> None:
    """Reads the whole file and keeps the counts and the rows that cannot be read.

    Nothing is carried over from an earlier, broken-off check: it begins anew. Of two checks of one
    run the one that began last goes on; the other writes nothing more.
    """
    run = _begin(run_id)
    if run is None:
        return
    feed = Feed()
    feed_from = ImportRun(stored_name=run.stored_name, delimiter=run.delimiter)
    earlier = Earlier(run.keys)
    counts: Counter[str] = Counter()
    try:
        while rows := feed.take(feed_from, PART):
            feed_from.rows_done += len(rows)
            if not _check_part(run, rows, earlier, counts, feed_from.rows_done):
                return
    except FileNotFoundError:
        _fail(run)
        return
    finally:
        feed.close()
    _end(run)


@transaction.atomic
def recount(run: ImportRun) -> None:
    """Counts again what will become of every row, with the repairs. The caller has locked the run.

    In a file of more than `RECOUNTED` rows nothing is done: there a mended row is only compared
    with customers and not with the other rows, so its counts are nearly right, and the screen says
    so.
    """
    if run.rows_total > RECOUNTED:
        return
    try:
        rows = files.rows_from(run.stored_name, run.delimiter, 0, RECOUNTED)
    except FileNotFoundError:  # the import itself will say so
        return
    judged = _judged(run, rows)
    for state in State:
        numbers = [number for number, found in judged.items() if found == state]
        run.problems.filter(number__in=numbers).exclude(verdict=state).update(verdict=state)
    counts = Counter(judged.values())
    ImportRun.objects.filter(pk=run.pk).update(**{WILL[state]: counts[state] for state in WILL})


def _judged(run: ImportRun, rows: list[tuple[int, list[str]]]) -> dict[int, str]:
    """What the import will do with each of these rows, as people mended them."""
    now, left_out = repaired(run, rows)
    reader = reader_of(run)
    good: dict[int, dict[str, Any]] = {}
    for number, cells in now:
        try:
            if number not in left_out:
                good[number] = reader.read(cells)
        except Rejected:
            continue
    matches, earlier = matches_of(run, list(good.values())), Earlier(run.keys)
    judged = {number: verdict(run, row, matches, earlier) for number, row in good.items()}
    return {number: judged.get(number, State.REJECTED) for number, _cells in now}


class Earlier:
    """The keys of customers that earlier rows of the file will make; a number stands for each."""

    def __init__(self, chosen: Sequence[str] = ()) -> None:
        self.chosen = tuple(chosen) or USUAL
        self._keys: set[int] = set()

    def has(self, row: dict[str, Any]) -> bool:
        return any(hash(key) in self._keys for key in keys_of(row, self.chosen))

    def add(self, row: dict[str, Any]) -> None:
        self._keys.update(hash(key) for key in keys_of(row, self.chosen))


def verdict(run: ImportRun, row: dict[str, Any], matches: Matches, earlier: Earlier) -> str:
    """What the import will do with values that can be read."""
    if matches.objection(row):
        return State.REJECTED
    if matches.find(row) is None and not earlier.has(row):
        if run.on_duplicate == OnDuplicate.ONLY:
            return State.SKIPPED
        earlier.add(row)
        return State.CREATED
    return State.SKIPPED if run.on_duplicate == OnDuplicate.SKIP else State.UPDATED


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
    run.problems.all().delete()
    return run


@transaction.atomic
def _check_part(
    run: ImportRun,
    rows: list[tuple[int, list[str]]],
    earlier: Earlier,
    counts: Counter[str],
    done: int,
) -> bool:
    """Adds these rows to `counts` and keeps all of it; False when the check is not wanted now."""
    reader = reader_of(run)
    good: list[tuple[int, list[str], dict[str, Any]]] = []
    bad: list[tuple[int, str, list[str]]] = []
    for number, cells in rows:
        try:
            good.append((number, cells, reader.read(cells)))
        except Rejected as rejected:
            bad.append((number, rejected.reason, cells))
    counts[State.REJECTED] += len(bad)
    matches = matches_of(run, [row for _number, _cells, row in good])
    for number, cells, row in good:
        state = verdict(run, row, matches, earlier)
        counts[state] += 1
        if state == State.REJECTED:
            bad.append((number, matches.objection(row), cells))
    if _locked(run.pk, run.check_no) is None:
        return False
    copy_rows(
        ImportProblem,
        ["number", "reason", "cells", "verdict", "left_out"],
        ((number, reason, cells, State.REJECTED, False) for number, reason, cells in bad),
        same={"run_id": run.pk},
    )
    values = {WILL[state]: counts[state] for state in WILL}
    ImportRun.objects.filter(pk=run.pk).update(rows_checked=done, touched_at=clock.now(), **values)
    return True


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


def _locked(run_id: UUID, check_no: int | None = None) -> ImportRun | None:
    """The run, locked, while it is being checked by the check of this number (None: by any)."""
    wanted = ImportRun.objects.filter(pk=run_id, state=ImportRun.State.CHECKING)
    if check_no is not None:
        wanted = wanted.filter(check_no=check_no)
    return wanted.select_for_update().first()
