"""Taking rows in one by one, each by the form and the service of its type (U5).

Slower than together, and the same as typing: every rule of the type holds, every record has its
line in the audit, what follows from it follows. The dry run does the very thing and takes it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.db.models import Model

from dangol.errors import RuleBroken
from dangol.imports.columns import needed_by
from dangol.imports.declaration import Columns
from dangol.imports.given import Given, GivenReader
from dangol.imports.matches import Earlier, Keys, Matches
from dangol.imports.plan import Change, Outcome, Plan, Rejected, Row, RowState, Stored
from dangol.imports.rows import rejected_by
from dangol.imports.together import editable_by
from dangol.imports.writing import CUSTOM, EMPTY
from dangol.records.custom import kinds
from dangol.records.custom.definitions import is_custom, shape_of
from dangol.records.custom.values import WORDS
from dangol.records.forms.base import form_for
from dangol.records.forms.filling import Filler


class SinglyIntake:
    """Each row is a form that somebody fills in."""

    part = 200
    recounted = 100
    notes = True

    def __init__(self, plan: Plan) -> None:
        self.plan, self.record = plan, plan.record
        self.keys = Keys(plan.record, plan.keys)
        form = form_for(plan.record, plan.user)
        self.filler = Filler(plan.record, plan.user, form, needed=needed_by(form), is_many=True)
        self.reader = GivenReader(plan, self.filler)

    def judge(self, rows: list[Row], earlier: Earlier) -> list[Outcome]:
        with transaction.atomic():
            found = self._take(rows, earlier)
            transaction.set_rollback(True)
        for each in found.outcomes:
            if each.state == RowState.CREATED:
                each.record_id = None
        return found.outcomes

    def faults(self, cells: list[str]) -> list[Rejected]:
        return self.reader.faults(cells)

    def store(self, rows: list[Row]) -> Stored:
        return self._take(rows, None)

    def put_back(self, now: Mapping[UUID, Any], before: Mapping[UUID, Any]) -> dict[UUID, str]:
        kept = {}
        every = self.record.model._default_manager.in_bulk(list(before))
        for pk, values in before.items():
            old = {name: self._as_python(name, value) for name, value in values.items()}
            try:
                with transaction.atomic():
                    self.record.edit(every[pk], old, "")
            except (RuleBroken, IntegrityError, DataError):
                kept[pk] = "refused"
        return kept

    def put_away(self, ids: list[UUID]) -> dict[UUID, str]:
        kept = {}
        for pk, instance in self.record.model._default_manager.in_bulk(ids).items():
            try:
                with transaction.atomic():
                    self.record.remove(instance)
            except RuleBroken:
                kept[pk] = "refused"
        return kept

    def _take(self, rows: list[Row], earlier: Earlier | None) -> Stored:
        """What becomes of the rows, done; `earlier` are those whose doing was taken back."""
        found = Stored()
        read: dict[int, Given | Outcome] = {
            number: self._read(number, cells) for number, cells in self.reader.echoes.without(rows)
        }
        given = [each.row for each in read.values() if isinstance(each, Given)]
        matches = self._matches(given)
        for number, each in read.items():
            if isinstance(each, Given):
                outcome = self._take_one(number, each, matches, earlier, found.changes)
                if outcome.state == RowState.REJECTED and matches.find(each.row) is None:
                    outcome = self._again(outcome, each, earlier, found.changes)
                found.outcomes.append(outcome)
            else:
                found.outcomes.append(each)
        return found

    def _again(
        self, refused: Outcome, given: Given, earlier: Earlier | None, changes: dict[UUID, Change]
    ) -> Outcome:
        """The row once more, if another import has made its record meanwhile."""
        now = self._matches([given.row])
        if now.find(given.row) is None:
            return refused
        return self._take_one(refused.number, given, now, earlier, changes)

    def _matches(self, rows: list[Columns]) -> Matches:
        plan = self.plan
        return Matches.among(self.record, self.keys, rows, editable_by(plan), plan.user)

    def _read(self, number: int, cells: list[str]) -> Given | Outcome:
        try:
            return self.reader.read(cells)
        except Rejected as rejected:
            return Outcome(number, RowState.REJECTED, None, rejected.reason, rejected.said)

    def _take_one(
        self,
        number: int,
        given: Given,
        matches: Matches,
        earlier: Earlier | None,
        changes: dict[UUID, Change],
    ) -> Outcome:
        if outcome := self._without_doing(number, given, matches, earlier):
            return outcome
        here = matches.find(given.row)
        try:
            with transaction.atomic():
                if here is not None:
                    self._change(number, here, given, changes)
                    return Outcome(number, RowState.UPDATED, here)
                made = self._make(number, given, changes)
        except Rejected as rejected:
            return Outcome(number, RowState.REJECTED, None, rejected.reason, rejected.said)
        except RuleBroken as broken:
            reason = Rejected(broken.code[:40], broken.field or "").reason
            return Outcome(number, RowState.REJECTED, None, reason, str(broken)[:200])
        except (DataError, IntegrityError):
            return Outcome(number, RowState.REJECTED, None, "not_stored")
        matches.add(made, given.row)
        if earlier is not None:
            earlier.add(given.row)
        return Outcome(number, RowState.CREATED, made)

    def _without_doing(
        self, number: int, given: Given, matches: Matches, earlier: Earlier | None
    ) -> Outcome | None:
        """The end of a row for which nothing is to be done."""
        if problem := matches.objection(given.row, is_echo=given.is_echo):
            return Outcome(number, RowState.REJECTED, None, problem)
        here = matches.find(given.row)
        is_earlier = here is None and earlier is not None and earlier.has(given.row)
        is_new = here is None and not is_earlier
        is_left = given.is_echo or (not self.plan.adds if is_new else self.plan.skips)
        if is_left:
            return Outcome(number, RowState.SKIPPED, here)
        return Outcome(number, RowState.UPDATED) if is_earlier else None

    def _make(self, number: int, given: Given, changes: dict[UUID, Change]) -> UUID:
        names = list(given.data)
        usual = {name: [text] for name, text in self.plan.usual.items() if name not in names}
        form = self.filler.new([*names, *usual], {**usual, **given.of(names)})
        refuse_errors(form)
        made: Any = self.record.create(self.filler.values_of(form))
        pk: UUID = made.pk
        # later rows may change it and so may what follows from it: its version tells that it is new
        fresh: Any = self.record.model._default_manager.get(pk=pk)
        changes[pk] = Change(
            number=number, before={}, after={}, created_at=fresh.created_at,
            moment=getattr(fresh, self.record.version), is_new=True,
        )  # fmt: skip
        return pk

    def _change(self, number: int, pk: UUID, given: Given, changes: dict[UUID, Change]) -> None:
        every = self.record.model._default_manager
        instance: Any = every.get(pk=pk)
        names = [
            name for name in given.data if not (self.plan.fills and self._stands(instance, name))
        ]
        if not names:
            return
        form = self.filler.change(names, given.of(names), instance)
        refuse_errors(form)
        before = columns_of(instance, self.record.version)
        self.record.edit(instance, form.values(), "")
        fresh: Any = every.get(pk=pk)
        after = columns_of(fresh, self.record.version)
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        if not names:
            return
        earlier = changes.get(pk)
        is_new = bool(earlier and earlier.is_new) or None
        known = earlier.before if earlier else {}
        kept = earlier.after if earlier else {}
        changes[pk] = Change(
            number=earlier.number if earlier else number,
            before={**{name: before.get(name) for name in names}, **known},
            after={**kept, **{name: after.get(name) for name in names}},
            created_at=fresh.created_at,
            moment=getattr(fresh, self.record.version),
            is_new=is_new,
        )

    def _stands(self, instance: Any, name: str) -> bool:
        return getattr(instance, name, None) not in EMPTY

    def _as_python(self, name: str, value: Any) -> Any:
        """A value of the journal as services take it."""
        if is_custom(name):
            if value is None:
                return None
            own = shape_of(self.record.code).by_name[name]
            return kinds.of(own).read(value, own)
        field: Any = self.record.model._meta.get_field(name)
        return field.to_python(value)


def columns_of(instance: Model, version: str) -> dict[str, Any]:
    """The columns of a record but its version, own fields by name."""
    skipped = {version, "id", CUSTOM, WORDS}
    row = {
        field.attname: getattr(instance, field.attname) for field in instance._meta.concrete_fields
    }
    own = dict(row.get(CUSTOM) or {})
    return {name: value for name, value in row.items() if name not in skipped} | own


def refuse_errors(form: Any) -> None:
    """Rejected with the form's first error, if it has any."""
    if form.is_valid():
        return
    name, errors = next(iter(form.errors.as_data().items()))
    raise rejected_by(errors[0], "" if name == "__all__" else name)
