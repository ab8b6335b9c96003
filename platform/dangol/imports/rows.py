"""From the cells of a row to the columns of a record, without a form (U5).

This runs once for every cell of a large file, so it is kept lean: no ORM, no forms but for the
fields that a company has added.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import CharField, TextField

from dangol.ids import read_id
from dangol.imports.cells import names_people, reader_of, safe
from dangol.imports.columns import needed_by
from dangol.imports.declaration import Columns, Linked, Reader, Together
from dangol.imports.others import Others
from dangol.imports.people import People
from dangol.imports.plan import Plan, Rejected
from dangol.records.custom.definitions import is_custom
from dangol.records.custom.inputs import PARTS
from dangol.records.forms.base import fields_for, form_for
from dangol.records.identity import RECORD_ID
from dangol.records.links.naming import LinkField
from dangol.records.text import clean_line, clean_paragraph

MOST = 254
TEXTS = (CharField, TextField)


class RowReader:
    """Reads the rows of one file by its plan."""

    def __init__(self, plan: Plan, together: Together) -> None:
        self.width = plan.width
        self.together, self.names = together, plan.mapping.keys()
        special, people = dict(together.readers(plan.today)), People()
        besides = {each.name: each.reader(plan.today) for each in plan.record.imports.besides}
        fields = fields_for(plan.record, plan.user)
        self.steps: list[tuple[int, str, str, Reader]] = []
        for column, name in plan.fields:
            if name == RECORD_ID:
                self.steps.append((column, name, name, id_of))
                continue
            if name in besides:
                self.steps.append((column, name, name, _cleaned(besides[name], clean_line)))
                continue
            model_field = plan.record.model_field(name)
            attname = name if is_custom(name) else model_field.attname
            follow = together.linked.get(name, _id_alone)
            read = _reader(special.get(name), fields[name], model_field, follow, plan.user, people)
            self.steps.append((column, name, attname, read))
        self.needed = {
            name: name if is_custom(name) else plan.record.model_field(name).attname
            for name in needed_by(form_for(plan.record, plan.user))
        }

    def read(self, cells: list[str]) -> Columns:
        """The columns that the row gives; empty cells are left out. Raises Rejected."""
        if len(cells) < self.width:
            cells = cells + [""] * (self.width - len(cells))
        elif len(cells) > self.width and any(cells[self.width :]):
            raise Rejected("too_many_cells")
        found: Columns = {}
        for column, name, attname, read in self.steps:
            text = cells[column]
            if not text:
                continue
            try:
                value = read(text)
            except ValueError as error:
                raise Rejected(str(error), name) from None
            except ValidationError as error:
                raise rejected_by(error, name) from None
            if type(value) is dict and not is_custom(name):
                found |= value
            elif value is not None and value != "":
                found[attname] = value
        if refused := self.together.refuse(found, self.names):
            raise Rejected(*refused)
        return found

    def faults(self, cells: list[str]) -> list[Rejected]:
        """Every cell that cannot be read, in the order of the file, each by itself."""
        found = []
        for column, name, _attname, read in self.steps:
            text = cells[column] if column < len(cells) else ""
            try:
                read(text) if text else None
            except ValueError as error:
                found.append(Rejected(str(error), name))
            except ValidationError as error:
                found.append(rejected_by(error, name))
        if not found:
            try:
                self.read(cells)
            except Rejected as rejected:
                found.append(rejected)
        return found

    def lacks(self, row: Columns) -> str:
        """The field without which the row can make no record; "" when it has all."""
        return next((name for name, at in self.needed.items() if row.get(at) in (None, "")), "")


def id_of(text: str) -> UUID:
    """The record that the cell names; ValueError with a code."""
    found = read_id(text.strip())
    if found is None:
        raise ValueError("record_id_form")
    return found


def rejected_by(error: ValidationError, name: str) -> Rejected:
    """What a form's field said against a value."""
    code = getattr(error, "code", None) or getattr(error.error_list[0], "code", None)
    return Rejected(str(code or "invalid")[:40], name, " ".join(error.messages)[:200])


def _id_alone(pk: UUID, name: str) -> UUID:
    """What a link comes to where nothing follows from it."""
    return pk


def _reader(
    special: Reader | None,
    asked: forms.Field,
    field: Any,
    follow: Linked,
    user: Any,
    people: People,
) -> Reader:
    has_lines = isinstance(asked.widget, forms.Textarea)
    clean = clean_paragraph if has_lines else clean_line
    if special is not None:
        return _cleaned(special, clean)
    if isinstance(asked, LinkField):
        others = Others(asked.code, user, asked.verb)
        return _cleaned(lambda text: follow(*others.find(text)), clean)
    if names_people(asked):
        return _cleaned(people.find, clean)
    if type(asked) is forms.CharField and not field.choices and isinstance(field, TEXTS):
        return _cleaned(_limited(field.max_length or MOST), clean)
    typed = reader_of(asked, user, people)

    def read(text: str) -> Any:
        found = typed(text)
        if isinstance(found, dict):
            found = [found.get(part) for part in PARTS]
        return None if found is None else asked.clean(found)

    return read


def _cleaned(convert: Reader, clean: Callable[[str], str]) -> Reader:
    def read(text: str) -> Any:
        text = safe(clean(text))
        return convert(text) if text else None

    return read


def _limited(longest: int) -> Reader:
    def read(text: str) -> str:
        if len(text) > longest:
            raise ValueError("too_long")
        return text

    return read
