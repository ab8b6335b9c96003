"""Taking rows in many at a time, each part in a few statements (U5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, transaction

from dangol import clock
from dangol.access import Scope, scope_of
from dangol.ids import new_id
from dangol.imports.conditions import Conditions
from dangol.imports.declaration import Columns, Together
from dangol.imports.echoes import Echoes
from dangol.imports.matches import Earlier, Keys, Matches
from dangol.imports.plan import Outcome, Plan, Rejected, Row, RowState, Stored
from dangol.imports.rows import RowReader
from dangol.imports.writing import Table
from dangol.records.identity import RECORD_ID

_ONCE = re.compile(r"custom_(x_\w+)_once")


def can_take(plan: Plan) -> bool:
    """Whether the type is written so."""
    return plan.record.imports.together is not None


def editable_by(plan: Plan) -> Callable[[set[UUID]], set[UUID]] | None:
    """Tells which records the user may change; None where nothing is changed, or all may be."""
    record, user = plan.record, plan.user
    if plan.skips or user is None:
        return None
    scopes = {scope_of(user, record.permission(verb)) for verb in ("view", "edit")}
    if record.within is None and not record.is_narrowed and scopes == {Scope.ALL}:
        return None
    return lambda ids: set(
        record.visible_to(user, "edit").filter(pk__in=ids).values_list("pk", flat=True)
    )


class TogetherIntake:
    """Rows become columns by readers, columns are written by COPY and UPDATE."""

    part = 5_000
    recounted = 1_000
    notes = False

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        together = plan.record.imports.together or Together()
        self.together = together
        self.keys = Keys(plan.record, plan.keys)
        self.reader = RowReader(plan, together)
        self.table = Table(plan.record, together)
        self.echoes = Echoes(plan)
        self.usual = self._usual()
        self.conditions = Conditions(plan)

    def judge(self, rows: list[Row], earlier: Earlier) -> list[Outcome]:
        outcomes: dict[int, Outcome] = {}
        good = self._read(rows, outcomes)
        matches = self._matches(good)
        for number, row in good.items():
            outcomes[number] = self._verdict(number, row, matches, earlier)
        return [outcomes[number] for number, _cells in rows]

    def faults(self, cells: list[str]) -> list[Rejected]:
        return self.reader.faults(self.echoes.without([(0, cells)])[0][1])

    def store(self, rows: list[Row]) -> Stored:
        outcomes: dict[int, Outcome] = {}
        good = list(self._read(rows, outcomes).items())
        stored = self._store(good)
        for each in stored.outcomes:
            outcomes[each.number] = each
        stored.outcomes = [outcomes[number] for number, _cells in rows]
        return stored

    def put_back(self, now: Mapping[UUID, Any], before: Mapping[UUID, Any]) -> dict[UUID, str]:
        """Where the database refuses, each is tried alone: an old value may be another's by now."""
        moment = clock.now()
        try:
            with transaction.atomic():
                self.table.write(now, before, moment)
                self.together.wrote(before)
        except IntegrityError:
            if len(before) == 1:
                return dict.fromkeys(before, "taken")
            kept: dict[UUID, str] = {}
            for pk, row in before.items():
                kept |= self.put_back(now, {pk: row})
            return kept
        return {}

    def put_away(self, ids: list[UUID]) -> dict[UUID, str]:
        rows = self.plan.record.model._default_manager.filter(pk__in=ids)
        rows.update(**{self.plan.record.bulk.trash: clock.now()})
        return {}

    def _read(self, rows: list[Row], outcomes: dict[int, Outcome]) -> dict[int, Columns]:
        """The rows that can be read; the others go to `outcomes`."""
        good = {}
        for number, cells in self.echoes.without(rows):
            try:
                good[number] = self.reader.read(cells)
            except Rejected as rejected:
                outcomes[number] = Outcome(
                    number, RowState.REJECTED, None, rejected.reason, rejected.said
                )
        return good

    def _matches(self, good: Mapping[int, Columns]) -> Matches:
        plan, among = self.plan, editable_by(self.plan)
        found = Matches.among(plan.record, self.keys, list(good.values()), among, plan.user)
        self.conditions.look_at(found.ids())
        return found

    def _verdict(
        self,
        number: int,
        row: Columns,
        matches: Matches,
        earlier: Earlier | None,
        laid: Columns | None = None,
    ) -> Outcome:
        """What the import does with values that can be read; new ones are added to `earlier`.

        `laid` is what earlier rows of the part say of the row's record.
        """
        is_echo = RECORD_ID in row and len(row) == 1
        if problem := matches.objection(row, is_echo=is_echo):
            return Outcome(number, RowState.REJECTED, None, problem)
        here = matches.find(row)
        if here is None and not (earlier is not None and earlier.has(row)):
            return self._verdict_of_new(number, row, earlier)
        if self.plan.skips or is_echo:
            return Outcome(number, RowState.SKIPPED, here)
        if here is not None and (lacking := self.conditions.emptied(row, here, laid or {})):
            return Outcome(number, RowState.REJECTED, None, f"missing:{lacking}")
        return Outcome(number, RowState.UPDATED, here)

    def _verdict_of_new(self, number: int, row: Columns, earlier: Earlier | None) -> Outcome:
        if not self.plan.adds:
            return Outcome(number, RowState.SKIPPED)
        if lacking := self.reader.lacks(row) or self.conditions.lacking(row):
            return Outcome(number, RowState.REJECTED, None, f"missing:{lacking}")
        if earlier is not None:
            earlier.add(row)
        return Outcome(number, RowState.CREATED)

    def _store(self, good: list[tuple[int, Columns]], *, is_first: bool = True) -> Stored:
        """Creates, updates or skips each; what the database refuses is narrowed to its row.

        Another import may have been quicker with the same records, so one looks a second time who
        is here before anything is refused.
        """
        if not good:
            return Stored()
        try:
            with transaction.atomic():
                return self._store_together(good)
        except (DataError, IntegrityError) as error:
            if is_first and isinstance(error, IntegrityError):
                return self._store(good, is_first=False)
            if len(good) == 1:
                taken = _ONCE.search(str(error))
                reason = f"taken:{taken[1]}" if taken else "not_stored"
                return Stored([Outcome(good[0][0], RowState.REJECTED, None, reason)])
        half = len(good) // 2
        first, second = (
            self._store(part, is_first=len(part) == 1) for part in (good[:half], good[half:])
        )
        return Stored([*first.outcomes, *second.outcomes], first.changes | second.changes)

    def _store_together(self, good: list[tuple[int, Columns]]) -> Stored:
        moment = clock.now()
        matches = self._matches(dict(good))
        created: dict[UUID, Columns] = {}
        updated: dict[UUID, tuple[int, Columns]] = {}
        found = Stored()
        for number, row in good:
            pk = matches.find(row)
            laid = _laid(pk, created, updated)
            outcome = self._verdict(number, row, matches, None, laid)
            if outcome.state == RowState.CREATED:
                pk = outcome.record_id = new_id()
                created[pk] = {**self.usual, **self.conditions.kept_of_new(row)}
                matches.add(pk, row)
            elif outcome.state == RowState.UPDATED and pk is not None:
                kept = self.conditions.kept_of_old(row, pk, laid)
                self._put(pk, number, kept, created, updated)
            found.outcomes.append(outcome)
        self.table.add(created, moment)
        found.changes = self.table.overwrite(updated, moment, only_empty=self.plan.fills)
        rows = {**created, **{pk: row for pk, (_number, row) in updated.items()}}
        self.together.follow(rows.values())
        self.together.wrote(rows)
        return found

    def _usual(self) -> Columns:
        """What a new record has as in an empty form: it belongs to whoever takes it in.

        A file with a column of owners says it itself.
        """
        owner, user = self.plan.record.owner, self.plan.user
        own = {f"{owner}_id": user.pk} if owner and user and owner not in self.plan.mapping else {}
        return {**own, **self.together.made(user), **self.plan.usual}

    def _put(
        self,
        pk: UUID,
        number: int,
        row: Columns,
        created: dict[UUID, Columns],
        updated: dict[UUID, tuple[int, Columns]],
    ) -> None:
        """Lays a row over what earlier rows of this part say of the same record."""
        row = {name: value for name, value in row.items() if name != RECORD_ID}
        before = created[pk] if pk in created else updated.setdefault(pk, (number, {}))[1]
        before.update({**row, **before} if self.plan.fills else row)


def _laid(
    pk: UUID | None,
    created: Mapping[UUID, Columns],
    updated: Mapping[UUID, tuple[int, Columns]],
) -> Columns:
    """What earlier rows of the part say of the record."""
    if pk is None:
        return {}
    return created[pk] if pk in created else updated.get(pk, (0, {}))[1]
