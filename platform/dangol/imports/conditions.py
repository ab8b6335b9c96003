"""Conditions of a company's own fields, judged for rows that are taken in many at once (U5, U7).

The form of one record asks of each own field whether it is asked for and whether it must be filled,
as the others are. Here the same questions are put to the columns of a row, without a form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias
from uuid import UUID

from dangol.imports.declaration import Columns
from dangol.imports.plan import Plan
from dangol.imports.writing import EMPTY
from dangol.records.custom import conditions
from dangol.records.custom.definitions import CustomField, is_custom, shape_of
from dangol.records.forms.base import fields_for, form_for
from dangol.records.forms.filling import Filler

ValueOf: TypeAlias = Callable[[str], Any]


class Conditions:
    """Those of one record type, for one user. Without any, all answers are at once."""

    def __init__(self, plan: Plan) -> None:
        record = self.record = plan.record
        every = shape_of(record.code).fields
        self.fields = [each for each in every if each.shown_when or each.required_when]
        self.fills = plan.fills
        self.now: dict[UUID, Any] = {}
        if self.fields:
            asked = {each.field for field in self.fields for each in _of(field)}
            names = asked | {each.name for each in self.fields}
            self.columns = {name: self._column(name) for name in names}
            filler = Filler(record, plan.user, form_for(record, plan.user))
            self.start, self.nobody = filler.blank, record.model()
            self.writable = fields_for(record, plan.user).keys()

    def look_at(self, ids: Iterable[UUID]) -> None:
        """Reads the records that the next rows are about."""
        if self.fields:
            self.now = self.record.model._default_manager.in_bulk(list(ids))

    def lacking(self, row: Columns) -> str:
        """The field that a new record would have to have, as its others are; "" for none."""
        if not self.fields:
            return ""
        value_of = self._of_new(row)
        asked = (each for each in self.fields if each.name in self.writable)
        return next((each.name for each in asked if _lacks(each, value_of)), "")

    def emptied(self, row: Columns, pk: UUID, laid: Columns) -> str:
        """The field that the row leaves empty although the record must have it; "" for none.

        `laid` is what earlier rows of the part say of the record.
        """
        if not self.fields:
            return ""
        value_of = self._of_old(row, pk, laid)
        asked = (each for each in self.fields if each.name in row)
        return next((each.name for each in asked if _lacks(each, value_of)), "")

    def kept_of_new(self, row: Columns) -> Columns:
        """The row without values of fields that are not asked for; they begin with none either."""
        if not self.fields:
            return row
        unasked = self._unasked(self._of_new(row))
        return {**row, **{name: None for name in unasked if name in row or name in self.start}}

    def kept_of_old(self, row: Columns, pk: UUID, laid: Columns) -> Columns:
        """The same for a record that is there, whose values stay."""
        if not self.fields:
            return row
        unasked = self._unasked(self._of_old(row, pk, laid))
        return {name: value for name, value in row.items() if name not in unasked}

    def _unasked(self, value_of: ValueOf) -> set[str]:
        return {
            each.name for each in self.fields if not conditions.holds(each.shown_when, value_of)
        }

    def _of_new(self, row: Columns) -> ValueOf:
        def value(name: str) -> Any:
            at = self.columns[name]
            return row[at] if at in row else self.start.get(name, _read(self.nobody, name))

        return value

    def _of_old(self, row: Columns, pk: UUID, laid: Mapping[str, Any]) -> ValueOf:
        instance = self.now.get(pk, self.nobody)

        def value(name: str) -> Any:
            at = self.columns[name]
            before = laid[at] if at in laid else _read(instance, name)
            return row[at] if at in row and not (self.fills and before not in EMPTY) else before

        return value

    def _column(self, name: str) -> str:
        return name if is_custom(name) else str(self.record.model_field(name).attname)


def _of(field: CustomField) -> list[conditions.Condition]:
    return [each for each in (field.shown_when, field.required_when) if each is not None]


def _lacks(field: CustomField, value_of: ValueOf) -> bool:
    return conditions.is_empty(value_of(field.name)) and conditions.must_be_filled(field, value_of)


def _read(instance: Any, name: str) -> Any:
    """The value that a record has; of a relation its id, without asking for the other record."""
    return getattr(instance, f"{name}_id", None) or getattr(instance, name, None)
