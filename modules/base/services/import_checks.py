"""The dry run of an import: what will become of every row, before anything is written (U5)."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.db import transaction

from dangol import clock
from modules.base.bulk import copy_rows
from modules.base.imports.rows import Rejected, RowReader
from modules.base.models import ImportProblem, ImportRow, ImportRun
from modules.base.models.imports import OnDuplicate
from modules.base.queries.matches import Matches, keys_of
from modules.base.services.imports import PART, Feed

State = ImportRow.State
WILL = {
    State.CREATED: "will_create",
    State.UPDATED: "will_update",
    State.SKIPPED: "will_skip",
    State.REJECTED: "will_reject",
}


def check(run_id: UUID) -> None:
    """Reads the whole file and keeps the counts and the rows that cannot be read.

    Nothing is carried over from an earlier, broken-off check: it begins anew. Ends early when the
    columns were chosen again meanwhile, for then another check is on its way.
    """
    run = ImportRun.objects.filter(pk=run_id, state=ImportRun.State.CHECKING).first()
    if run is None:
        return
    with transaction.atomic():
        run.problems.all().delete()
    feed = Feed()
    feed_from = ImportRun(stored_name=run.stored_name, delimiter=run.delimiter)
    earlier = Earlier()
    counts: Counter[str] = Counter()
    try:
        while rows := feed.take(feed_from, PART):
            counts += _check_part(run, rows, earlier)
            feed_from.rows_done += len(rows)
            if not _note(run, counts, feed_from.rows_done):
                return
    finally:
        feed.close()
    _finish(run)


class Earlier:
    """The keys of customers that earlier rows of the file will make; a number stands for each."""

    def __init__(self) -> None:
        self._keys: set[int] = set()

    def has(self, row: dict[str, Any]) -> bool:
        return any(hash(key) in self._keys for key in keys_of(row))

    def add(self, row: dict[str, Any]) -> None:
        self._keys.update(hash(key) for key in keys_of(row))


def verdict(run: ImportRun, row: dict[str, Any], matches: Matches, earlier: Earlier) -> str:
    """What the import will do with values that can be read."""
    if matches.find(row) is None and not earlier.has(row):
        earlier.add(row)
        return State.CREATED
    return State.UPDATED if run.on_duplicate == OnDuplicate.UPDATE else State.SKIPPED


def reader_of(run: ImportRun) -> RowReader:
    """Reads rows by the columns of this run."""
    return RowReader(run.mapping, len(run.header), clock.today())


@transaction.atomic
def _check_part(
    run: ImportRun, rows: list[tuple[int, list[str]]], earlier: Earlier
) -> Counter[str]:
    reader = reader_of(run)
    good: list[dict[str, Any]] = []
    bad: list[tuple[int, str, list[str]]] = []
    for number, cells in rows:
        try:
            good.append(reader.read(cells))
        except Rejected as rejected:
            bad.append((number, rejected.reason, cells))
    matches = Matches.among(good)
    counts = Counter(verdict(run, row, matches, earlier) for row in good)
    counts[State.REJECTED] = len(bad)
    copy_rows(
        ImportProblem,
        ["number", "reason", "cells", "verdict", "left_out"],
        ((number, reason, cells, State.REJECTED, False) for number, reason, cells in bad),
        same={"run_id": run.pk},
    )
    return counts


def _note(run: ImportRun, counts: Counter[str], done: int) -> bool:
    """Keeps how far the check is; False when it is no longer wanted."""
    values = {WILL[state]: counts[state] for state in WILL}
    return bool(
        ImportRun.objects.filter(
            pk=run.pk, state=ImportRun.State.CHECKING, mapping=run.mapping
        ).update(rows_checked=done, touched_at=clock.now(), **values)
    )


def _finish(run: ImportRun) -> None:
    ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.CHECKING, mapping=run.mapping).update(
        state=ImportRun.State.CHECKED, touched_at=clock.now()
    )
