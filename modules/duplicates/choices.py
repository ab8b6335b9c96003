"""The fields of a record as a merge decides about them: one choice for what belongs together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field

from dangol import remembered
from dangol.records.custom import kinds as own_kinds
from dangol.records.custom.definitions import is_custom, shape_of
from modules.duplicates.kinds.base import Mergeable

KEPT, GONE = "kept", "gone"
"""The sides: the record that stays, and the one that becomes part of it."""
EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Choice:
    """One thing that a merge decides. `columns`: of the model, or names of own fields."""

    name: str
    columns: tuple[str, ...]
    is_consent: bool = False

    def values(self, instance: Any) -> tuple[Any, ...]:
        return tuple(read(instance, column) for column in self.columns)

    def is_empty(self, instance: Any) -> bool:
        """Whether the record says nothing here; a consent says something from its first answer."""
        name = f"{self.name}_at" if self.is_consent else self.columns[0]
        return read(instance, name) in EMPTY


def choices_of(mergeable: Mergeable) -> list[Choice]:
    """Every choice of a type, in the order of its page; the company's own fields at the end."""
    return remembered.of(f"choices of {mergeable.code}", lambda: _choices_of(mergeable))


def _choices_of(mergeable: Mergeable) -> list[Choice]:
    record = mergeable.record
    named = dict.fromkeys(name for section in record.sections for name in section.fields)
    found = []
    for name in named:
        columns = _columns(mergeable, name)
        found.append(Choice(name, columns, name in mergeable.consents))
    taken = {column for each in found for column in each.columns[1:]}
    taken |= {*mergeable.earliest, *mergeable.latest}
    declared = [each for each in found if each.columns[0] not in taken]
    return [*declared, *(Choice(name, (name,)) for name in _own(record.code))]


def read(instance: Any, column: str) -> Any:
    """The stored value: of an own field as its JSON keeps it."""
    return instance.custom.get(column) if is_custom(column) else getattr(instance, column)


def plain(value: Any) -> Any:
    """A stored value as JSON, without losing anything of it."""
    if value is None or isinstance(value, bool | int | str | list | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def plains(instance: Any, columns: Any) -> dict[str, Any]:
    """{column: its value as JSON}."""
    return {column: plain(read(instance, column)) for column in columns}


def put_back(instance: Any, values: Mapping[str, Any]) -> None:
    """Sets columns from their JSON."""
    for column, value in values.items():
        if is_custom(column):
            write_own(instance, column, value)
        else:
            setattr(instance, column, _field(instance, column).to_python(value))


def write_own(instance: Any, name: str, value: Any) -> None:
    """Sets an own field's kept value; what is empty is not there."""
    own = {key: kept for key, kept in instance.custom.items() if key != name}
    instance.custom = own if value in EMPTY else own | {name: value}


def _columns(mergeable: Mergeable, name: str) -> tuple[str, ...]:
    """What stands and falls with the field; what is made of it for filters alone is no column."""
    record = mergeable.record
    kept = {each.name for each in record.model._meta.concrete_fields}
    made = tuple(each for each in record.made_of.get(name, ()) if each in kept)
    if name in mergeable.consents:
        made = (f"{name}_at", f"{name}_source")
    names = (name, *made, *mergeable.along.get(name, ()))
    return tuple(_column(record.model, each) for each in names)


def _column(model: Any, name: str) -> str:
    try:
        return str(model._meta.get_field(name).attname)
    except FieldDoesNotExist:
        return next(each.attname for each in model._meta.concrete_fields if each.attname == name)


def _field(instance: Any, column: str) -> Field[Any, Any]:
    fields: list[Any] = instance._meta.concrete_fields
    found = next(each for each in fields if each.attname == column)
    return found.target_field if found.is_relation else found  # type: ignore[no-any-return]


def _own(code: str) -> list[str]:
    """The company's own fields whose values are written, not worked out."""
    return [each.name for each in shape_of(code).fields if own_kinds.of(each).is_written]
