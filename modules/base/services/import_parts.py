"""One part of an import: what becomes of its rows, written in one transaction (U5)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.db.models import Q

from dangol import clock
from dangol.access import Scope, scope_of
from dangol.ids import new_id
from modules.base.bulk import copy_rows
from modules.base.imports.rows import Rejected, RowReader
from modules.base.models import ImportRow, ImportRun
from modules.base.models.imports import OnDuplicate
from modules.base.queries.matches import Matches
from modules.base.records import customer_record
from modules.base.services import bulk_customers, import_journal

State = ImportRow.State


@dataclass
class Outcome:
    """The end state of one row."""

    number: int
    state: str
    customer_id: UUID | None = None
    reason: str = ""
    cells: list[str] | None = None


def do_part(run: ImportRun, rows: list[tuple[int, list[str]]]) -> Counter[str]:
    """Writes the customers of these rows and an end state for each; returns the number of each."""
    reader = reader_of(run)
    good: list[tuple[int, dict[str, Any]]] = []
    outcomes: list[Outcome] = []
    rows, left_out = repaired(run, rows)
    for number, cells in rows:
        if number in left_out:
            outcomes.append(Outcome(number, State.REJECTED, None, "left_out", cells))
            continue
        try:
            good.append((number, reader.read(cells)))
        except Rejected as rejected:
            outcomes.append(Outcome(number, State.REJECTED, None, rejected.reason, cells))
    cells_of = dict(rows)
    outcomes += _store(run, good, cells_of, clock.now())
    copy_rows(
        ImportRow,
        ["number", "state", "customer_id", "reason", "cells"],
        ((each.number, each.state, each.customer_id, each.reason, each.cells) for each in outcomes),
        same={"run_id": run.pk},
    )
    return Counter(each.state for each in outcomes)


def repaired(
    run: ImportRun, rows: list[tuple[int, list[str]]]
) -> tuple[list[tuple[int, list[str]]], set[int]]:
    """The rows as people mended them, and the numbers of those they leave out."""
    part = run.problems.filter(number__gte=rows[0][0], number__lte=rows[-1][0])
    changed = part.filter(Q(left_out=True) | Q(mended__isnull=False))
    by_number = {problem.number: problem for problem in changed}
    left_out = {number for number, problem in by_number.items() if problem.left_out}
    return [
        (number, by_number[number].now if number in by_number else cells) for number, cells in rows
    ], left_out


def reader_of(run: ImportRun) -> RowReader:
    """Reads rows by the columns of this run."""
    return RowReader(run.mapping, len(run.header), clock.today())


def matches_of(run: ImportRun, rows: list[dict[str, Any]]) -> Matches:
    """The customers that these rows may be about, and which of them the user may change."""
    user = run.started_by

    def editable(ids: set[UUID]) -> set[UUID]:
        allowed = customer_record.visible_to(user, "edit").filter(pk__in=ids)
        return set(allowed.values_list("pk", flat=True))

    is_bound = run.on_duplicate != OnDuplicate.SKIP and user is not None
    is_bound = is_bound and scope_of(user, customer_record.permission("edit")) is not Scope.ALL
    return Matches.among(rows, run.keys, editable if is_bound else None)


def _store(
    run: ImportRun,
    good: list[tuple[int, dict[str, Any]]],
    cells_of: dict[int, list[str]],
    moment: datetime,
) -> list[Outcome]:
    """Creates, updates or skips each of these; what the database refuses is narrowed to its row."""
    if not good:
        return []
    try:
        with transaction.atomic():
            return _store_together(run, good, cells_of, moment)
    except (DataError, IntegrityError):
        if len(good) == 1:
            number = good[0][0]
            return [Outcome(number, State.REJECTED, None, "not_stored", cells_of[number])]
    half = len(good) // 2
    first = _store(run, good[:half], cells_of, moment)
    return first + _store(run, good[half:], cells_of, moment)


def _store_together(
    run: ImportRun,
    good: list[tuple[int, dict[str, Any]]],
    cells_of: dict[int, list[str]],
    moment: datetime,
) -> list[Outcome]:
    matches = matches_of(run, [values for _number, values in good])
    created: dict[UUID, dict[str, Any]] = {}
    updated: dict[UUID, dict[str, Any]] = {}
    outcomes: list[Outcome] = []
    fills = run.on_duplicate == OnDuplicate.FILL
    for number, values in good:
        here = matches.find(values)
        if problem := matches.objection(values):
            outcomes.append(Outcome(number, State.REJECTED, None, problem, cells_of[number]))
        elif here is None and run.on_duplicate == OnDuplicate.ONLY:
            outcomes.append(Outcome(number, State.SKIPPED))
        elif here is None:
            customer_id = new_id()
            created[customer_id] = values
            matches.add(customer_id, values)
            outcomes.append(Outcome(number, State.CREATED, customer_id))
        elif run.on_duplicate == OnDuplicate.SKIP:
            outcomes.append(Outcome(number, State.SKIPPED, here))
        else:
            before = (created if here in created else updated).setdefault(here, {})
            before.update({**values, **before} if fills else values)
            outcomes.append(Outcome(number, State.UPDATED, here))
    bulk_customers.add(created, moment)
    changes = bulk_customers.overwrite(updated, moment, only_empty=fills)
    import_journal.keep(run, changes, outcomes_by_customer(outcomes), moment)
    return outcomes


def outcomes_by_customer(outcomes: list[Outcome]) -> dict[UUID, int]:
    """{customer: first row that changed it}."""
    first: dict[UUID, int] = {}
    for each in outcomes:
        if each.state == State.UPDATED and each.customer_id is not None:
            first.setdefault(each.customer_id, each.number)
    return first
