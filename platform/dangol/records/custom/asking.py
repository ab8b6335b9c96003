"""A company's own fields in the form of a record (U7)."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dangol.records.custom import conditions, kinds
from dangol.records.custom.definitions import CustomField, shape_of
from dangol.records.custom.values import taken


def form_fields(record: str, user: Any) -> dict[str, forms.Field]:
    """What asks for the values of the fields that people write, by name."""
    return {
        each.name: _form_field(each, user)
        for each in shape_of(record).fields
        if kinds.of(each).is_written
    }


def _form_field(field: CustomField, user: Any) -> forms.Field:
    found = kinds.of(field).form_field(field, user)
    found.label = str(field)
    found.help_text = field.help
    found.required = field.is_required and field.shown_when is None
    found.widget.is_required = found.required
    asked = {
        "data-shown-when": conditions.told(field.shown_when),
        "data-required-when": conditions.told(field.required_when),
    }
    found.widget.attrs |= {name: json.dumps(told) for name, told in asked.items() if told}
    return found


def fill(form: Any, record: str, instance: Any) -> None:
    """Sets what the form shows: the record's values, or what new records begin with."""
    fields = shape_of(record).by_name
    for name, asked in form.fields.items():
        if name not in fields:
            continue
        field, kind = fields[name], kinds.of(fields[name])
        if instance is not None:
            form.initial[name] = kind.initial(getattr(instance, name))
        elif field.default is not None:
            form.initial.setdefault(name, kind.initial(kind.read(field.default, field)))
        if hasattr(asked, "offer"):  # it takes what is there, even where others may not choose it
            asked.offer(form.initial.get(name))


def in_own_words(form: Any, record: str, instance: Any) -> None:
    """Declared choices in the company's own words: those it has put away are not offered."""
    for name, codes in shape_of(record).codes.items():
        asked = form.fields.get(name)
        if not isinstance(asked, forms.ChoiceField):
            continue
        current = str(getattr(instance, name)) if instance is not None else ""
        offered = [
            (each.value, str(each)) for each in codes if each.is_offered or each.value == current
        ]
        nothing = [] if asked.required else [("", "—")]
        asked.choices = [*nothing, *offered]
        usual = form.get_initial_for_field(asked, name)
        if instance is None and usual and str(usual) not in dict(offered) and asked.required:
            form.initial[name] = offered[0][0]  # what records begin with is put away


def check(form: Any, record: str, cleaned: Mapping[str, Any], others: QuerySet[Any]) -> None:
    """Adds errors for what depends on other fields, and for values that another record has.

    `others` are the records of the type without this one.
    """
    for field in shape_of(record).fields:
        if field.name not in form.fields or field.name in form.errors:
            continue
        value = cleaned.get(field.name)
        if conditions.is_empty(value):
            if _must_be_filled(field, form, cleaned):
                form.add_error(field.name, _("This field is required."))
        elif field.is_unique and others.filter(**{field.name: value}).exists():
            form.add_error(field.name, taken(field))


def unasked(form: Any, record: str, cleaned: Mapping[str, Any]) -> Collection[str]:
    """Names of the fields that are not asked for as things are: their values stay as they were."""
    return {
        field.name
        for field in shape_of(record).fields
        if not conditions.holds(field.shown_when, _value_of(form, cleaned))
    }


def _must_be_filled(field: CustomField, form: Any, cleaned: Mapping[str, Any]) -> bool:
    return conditions.must_be_filled(field, _value_of(form, cleaned))


def _value_of(form: Any, cleaned: Mapping[str, Any]) -> Any:
    """The value of a field: as it is written in the form, else as the record has it."""

    def value(name: str) -> Any:
        if name in cleaned:
            return cleaned[name]
        return getattr(form.instance, name, None)

    return value
