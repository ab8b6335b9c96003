"""Every column of the company's tables that can name a record of a type (B21).

Foreign keys are found in the models themselves, columns without one in the declarations of all
layers (`dangol.registry.Reference`), and the company's own fields in their definitions. So a module
that is added later is moved along by a merge without being known here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Field, Model, UniqueConstraint

from dangol import registry
from dangol.records import Record
from dangol.records.custom.definitions import shape_of
from dangol.records.links.own_links import TARGET, LinkKind
from dangol.records.model import AppendOnlyModel
from dangol.records.types import records


@dataclass(frozen=True)
class Place:
    """One such column.

    model    whose table it is; `column` its name there, or the own field's with `is_own`
    record   column that must hold the type's code; "" where every row is of the type
    once     groups of other columns with which an id may stand only once; True: in the trash
             as often as one likes
    beside   other columns of the table that name records of the same type
    renamed  column that gets another ending where its name is taken
    """

    model: type[Model]
    column: str
    record: str = ""
    once: tuple[tuple[tuple[str, ...], bool], ...] = ()
    beside: tuple[str, ...] = ()
    renamed: str = ""
    is_own: bool = False

    @property
    def code(self) -> str:
        return f"{self.model._meta.label}.{self.column}"

    @property
    def key(self) -> Field[Any, Any]:
        found: Field[Any, Any] = self.model._meta.pk  # type: ignore[assignment]
        return found


def places_of(record: Record) -> list[Place]:
    """All places that can name records of the type, in the present company."""
    return [*declared_places(record.code), *_own_places(record.code)]


@cache
def declared_places(code: str) -> tuple[Place, ...]:
    """The foreign keys to the type and the references to it that the declarations name."""
    model = records()[code].model
    relations: list[Any] = list(model._meta.get_fields(include_hidden=True))
    keys = [
        _place(each.related_model, each.field)
        for each in relations
        if each.auto_created and not each.concrete and (each.one_to_many or each.one_to_one)
        if not issubclass(each.related_model, AppendOnlyModel)  # says of whom it was written
    ]
    loose = [
        _loose(reference)
        for declaration in registry.declarations()
        for reference in declaration.references
        if reference.record or reference.of == code
    ]
    return (*keys, *loose)


def _own_places(code: str) -> list[Place]:
    return [
        Place(record.model, field.name, is_own=True)
        for record in records().values()
        for field in shape_of(record.code).fields
        if field.kind == LinkKind.code and field.rule(TARGET) == code
    ]


def _loose(reference: registry.Reference) -> Place:
    model = apps.get_model(reference.model)
    found = _place(model, model._meta.get_field(reference.key), reference.record)
    if not reference.renamed:
        return found
    return replace(found, once=(), renamed=reference.renamed)


def _place(model: Any, field: Any, record: str = "") -> Place:
    once = tuple(
        (_others(model, rule, (field.name, record)), rule.condition is not None)
        for rule in model._meta.constraints
        if isinstance(rule, UniqueConstraint) and field.name in rule.fields
    )
    if field.unique:
        once = (*once, ((), False))
    beside = tuple(
        each.column
        for each in model._meta.concrete_fields
        if field.is_relation and each.related_model is field.related_model and each is not field
    )
    return Place(model, field.column, record, once, beside)


def _others(model: Any, rule: UniqueConstraint, but: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of a rule besides these."""
    return tuple(_column(model, name) for name in rule.fields if name not in but)


def _column(model: Any, name: str) -> str:
    return str(model._meta.get_field(name).column)
