"""What the rows of a file give to the form of their type: data to send, and by what they are told
apart (U5)."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from dangol.ids import read_id
from dangol.imports.cells import Typed, data_of, reader_of
from dangol.imports.declaration import Columns
from dangol.imports.echoes import Echoes
from dangol.imports.people import People
from dangol.imports.plan import Plan, Rejected
from dangol.imports.rows import id_of, rejected_by
from dangol.imports.writing import EMPTY
from dangol.records.custom import kinds
from dangol.records.custom.definitions import is_custom, shape_of
from dangol.records.forms.filling import Filler
from dangol.records.identity import RECORD_ID
from dangol.records.links.naming import LinkField


class Given:
    """What a row says: the form's data by field, and the columns by which it is told apart."""

    def __init__(self, data: Mapping[str, Mapping[str, list[str]]], row: Columns) -> None:
        self.data, self.row = data, row

    @property
    def is_echo(self) -> bool:
        """Whether it names a record and says nothing new of it."""
        return RECORD_ID in self.row and not self.data

    def of(self, names: list[str]) -> dict[str, list[str]]:
        """The data of these fields."""
        return {key: texts for name in names for key, texts in self.data[name].items()}


class GivenReader:
    """Reads the rows of one file by its plan, as the fields of the form take them."""

    def __init__(self, plan: Plan, filler: Filler) -> None:
        self.plan, self.record, self.filler = plan, plan.record, filler
        self.asked = filler.form.fields
        self.echoes, people = Echoes(plan), People()
        self.readers: list[tuple[int, str, Typed]] = [
            (column, name, reader_of(self.asked[name], plan.user, people))
            for column, name in plan.fields
            if name != RECORD_ID
        ]
        self.named_in = plan.mapping.get(RECORD_ID)
        self.told = {name for key in plan.keys for name in key.fields}

    def read(self, cells: list[str]) -> Given:
        """Raises Rejected for the first cell that cannot be used."""
        if any(cells[self.plan.width :]):
            raise Rejected("too_many_cells")
        data: dict[str, Mapping[str, list[str]]] = {}
        row = self._named(cells)
        for column, name, read in self.readers:
            text = cells[column] if column < len(cells) else ""
            try:
                typed = read(text) if text else None
            except ValueError as error:
                raise Rejected(str(error), name) from None
            if typed is not None:
                data[name] = data_of(name, typed)
            if typed not in EMPTY and name in self.told:
                row |= self._columns(name, data[name])
        return Given(data, row)

    def faults(self, cells: list[str]) -> list[Rejected]:
        """Every cell that cannot be used, each by itself."""
        found: list[Rejected] = []
        names: list[str] = []
        data: dict[str, list[str]] = {}
        cells = self.echoes.without([(0, cells)])[0][1]
        try:
            self._named(cells)
        except Rejected as rejected:
            found.append(rejected)
        for column, name, read in self.readers:
            text = cells[column] if column < len(cells) else ""
            try:
                typed = read(text) if text else None
            except ValueError as error:
                found.append(Rejected(str(error), name))
                continue
            if typed is not None:
                names.append(name)
                data |= data_of(name, typed)
        told = self.filler.new(names, data).errors.as_data()
        return found + [rejected_by(told[name][0], name) for name in names if name in told]

    def _named(self, cells: list[str]) -> Columns:
        """The id by which the row names its record, if it does."""
        at = self.named_in
        text = cells[at] if at is not None and at < len(cells) else ""
        try:
            return {RECORD_ID: id_of(text)} if text else {}
        except ValueError as error:
            raise Rejected(str(error), RECORD_ID) from None

    def _columns(self, name: str, data: Mapping[str, list[str]]) -> Columns:
        """The columns that a value comes to, as the form reads it; Rejected when it cannot."""
        form, field = self.filler.form, self.asked[name]
        text = next(iter(data.values()))
        if isinstance(field, LinkField) and not is_custom(name):
            # the cell was found a moment ago, and the form looks once more
            return {self.record.model_field(name).attname: read_id(text[0])}
        try:
            form.cleaned_data = {name: field.clean(text if len(text) > 1 else text[0])}
            tidy = getattr(form, f"clean_{name}", None)
            value = tidy() if tidy else form.cleaned_data[name]
        except ValidationError as error:
            raise rejected_by(error, name) from None
        if is_custom(name):
            return {name: kinds.of(shape_of(self.record.code).by_name[name]).kept(value)}
        column = {self.record.model_field(name).attname: getattr(value, "pk", value)}
        return {**column, **self.record.bulk.made(column)}
