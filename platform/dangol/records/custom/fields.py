"""The fields of a record type, declared or the company's own, as one thing (U7, A11)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from copy import copy
from typing import Any

from django.db.models import F, Field, Model, QuerySet
from django.utils.translation import gettext as _

from dangol.records.custom import kinds
from dangol.records.custom.definitions import Code, is_custom, shape_of
from dangol.records.custom.kinds import Kind
from dangol.records.custom.kinds.worked import reads
from dangol.records.filters.base import Filter
from dangol.records.parts import Column, Section


def field_of(model: type[Model], name: str) -> Field[Any, Any]:
    """The field with this name; of a coded one, the choices in the company's own words.

    FieldDoesNotExist and TypeError for a name that is no field of the record's own.
    """
    shape = shape_of(getattr(model, "record_code", ""))
    known = shape.known
    if name in known:
        return known[name]
    if is_custom(name) and name in shape.by_name:
        definition = shape.by_name[name]
        known[name] = kinds.of(definition).column(definition)
        return known[name]
    found = model._meta.get_field(name)
    if not isinstance(found, Field):
        raise TypeError(f"{name} of {model.__name__} is no field of its own.")
    if name in shape.codes:
        found = known[name] = _coded(found, shape.codes[name])
    return found


def read_for(record: str, rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """The rows of `known` with what they bring along for this reader, such as names of others."""
    beside = {
        name: expression
        for each in shape_of(record).fields
        for name, expression in kinds.of(each).beside(each, user).items()
    }
    return rows.annotate(**beside) if beside else rows


def known(record: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows, so that the company's own fields can be filtered and sorted by their names."""
    fields = shape_of(record).fields
    if not fields:
        return rows
    kept = {each.name: kinds.of(each).sql(each) for each in fields if kinds.of(each).is_written}
    worked = {each.name: kinds.of(each).sql(each) for each in fields if each.name not in kept}
    return rows.alias(**kept).annotate(**worked)


def selected(rows: QuerySet[Any], names: Iterable[str]) -> QuerySet[Any]:
    """Rows of `known` with these fields' values among what is read, for `values_list`."""
    asked = {name: F(name) for name in names if is_custom(name)}
    return rows.annotate(**asked) if asked else rows


def worked_from(record: str, names: Collection[str]) -> set[str]:
    """Names of the formulas that read any of these fields: closed together with them."""
    worked = [each for each in shape_of(record).fields if each.formula]
    return {each.name for each in worked if not reads(each).isdisjoint(names)}


def columns(record: str) -> list[Column]:
    """A column for each, shown to those who choose it unless the company shows it to all."""
    return [
        Column(
            name=each.name,
            sort=None if each.is_sorted and kinds.of(each).is_ordered else "",
            optional=not each.in_list,
        )
        for each in shape_of(record).fields
    ]


def sections(record: str) -> list[Section]:
    """The fields in the groups that the company has named; those without one below the rest."""
    found: dict[str, list[str]] = {}
    for each in shape_of(record).fields:
        found.setdefault(each.section, []).append(each.name)
    return [
        Section(label=label or _("More fields"), fields=tuple(names))
        for label, names in found.items()
    ]


def filters(record: str) -> list[Filter]:
    """A filter for each that can be asked for."""
    fields = shape_of(record).fields
    return [found for each in fields if (found := kinds.of(each).filter(each)) is not None]


def words_of(instance: Any, name: str) -> str:
    """The value of one of the company's own fields in words; "" when there is none."""
    value = getattr(instance, name)
    if value in (None, "", [], {}):
        return ""
    definition = shape_of(instance.record_code).by_name[name]
    return kinds.of(definition).words_of(instance, value, definition)


def drawn_words(instance: Any, name: str, words: str, *, is_fact: bool) -> str:
    """The words of such a value as HTML; "" where text is enough."""
    definition = shape_of(instance.record_code).by_name[name]
    return kinds.of(definition).drawn(instance, words, definition, is_fact=is_fact)


def kind_of(instance: Any, name: str) -> Kind:
    """The kind of one of the company's own fields."""
    return kinds.of(shape_of(instance.record_code).by_name[name])


def codes_of(model: type[Model], name: str) -> tuple[Code, ...]:
    """What can stand in a declared field: the company's codes, else what the field declares."""
    own = shape_of(getattr(model, "record_code", "")).codes.get(name)
    if own is not None:
        return own
    pairs: Any = model._meta.get_field(name).flatchoices  # type: ignore[union-attr]
    return tuple(Code(str(value), str(label)) for value, label in pairs)


def _coded(field: Field[Any, Any], codes: tuple[Code, ...]) -> Field[Any, Any]:
    """A copy of the field whose choices are the company's; those put away come last."""
    found = copy(field)
    typed = {str(value): value for value, _label in field.flatchoices}
    found.choices = [(typed.get(each.value, each.value), str(each)) for each in codes]
    return found
