"""Changing one field of a record where it stands in the list (U1, U4).

The record's own form reads the value and its own service writes it, with the version that was seen.
When somebody else has changed the record meanwhile, but not this field, nothing is in the way; when
they changed this very field, neither value is lost: theirs stays, and the answer says both.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records import rights
from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.records.forms.base import fields_for, form_for

MEANWHILE = "changed_meanwhile"
NOTHING = "-"
"""An empty choice, as an editor sends it: a list of choices shows no line without a value."""


@dataclass(frozen=True, kw_only=True)
class Editor:
    """What asks for the value: `choices` where one chooses, else a text or a date."""

    name: str
    label: str
    value: str
    version: str
    choices: list[tuple[str, str]]
    is_date: bool
    most: int | None


def editable(record: Record, user: Any) -> set[str]:
    """Names of the fields that this user may change in a list."""
    return {
        name
        for name, field in fields_for(record, user).items()
        if not isinstance(field.widget, forms.Textarea | forms.FileInput)
    }


def may_set(record: Record, user: Any, instance: Model, name: str) -> bool:
    """Whether this user may change the field of this record where it stands."""
    return rights.may(record, user, "edit", instance) and name in editable(record, user)


def editor(record: Record, user: Any, instance: Model, name: str) -> Editor:
    """What edits the field of this record; RuleBroken when the user may not."""
    field = _form(record, user, instance, name, None).fields[name]
    is_flag = isinstance(field, forms.BooleanField)
    choices = [("yes", _("Yes")), ("no", _("No"))] if is_flag else _choices(field)
    return Editor(
        name=name,
        label=str(record.label_of(name)),
        value=kept(record, user, instance, name) or (NOTHING if choices else ""),
        version=version_of(record, instance),
        choices=choices,
        is_date=record.model_field(name).get_internal_type() == "DateField",
        most=getattr(field, "max_length", None),
    )


def kept(record: Record, user: Any, instance: Model, name: str) -> str:
    """The value as an editor sends it back."""
    form = _form(record, user, instance, name, None)
    if isinstance(form.fields[name], forms.BooleanField):
        return "yes" if getattr(instance, name) else "no"
    value = form[name].value()
    return "" if value is None else str(getattr(value, "pk", value))


def change(
    record: Record, user: Any, instance: Model, name: str, value: str, *, seen: str, was: str
) -> Model:
    """Sets the field through the record's service; the record as it is now.

    `seen` is the version that the editor showed, `was` the value it began with. RuleBroken for a
    value that is wrong, and when somebody else changed this field meanwhile.
    """
    current = kept(record, user, instance, name)
    version = version_of(record, instance)
    if seen != version and current != ("" if was == NOTHING else was):
        raise RuleBroken(MEANWHILE, meanwhile(record, instance, name), field=name)
    form = _form(record, user, copy(instance), name, _sent(record, user, name, value))
    if not form.is_valid():
        wrong = next(iter(form.errors.values()))
        raise RuleBroken("value", str(wrong[0]), field=name)
    return record.edit(instance, form.values(), version)


def version_of(record: Record, instance: Model) -> str:
    return str(getattr(instance, record.version).isoformat())


def meanwhile(record: Record, instance: Model, name: str) -> str:
    """What is said to whoever comes too late to change a field."""
    return _("%(who)s changed %(field)s meanwhile: it is “%(value)s” now. Yours was not kept.") % {
        "who": (record.changed_by(instance, name) if record.changed_by else "")
        or _("Somebody else"),
        "field": record.label_of(name),
        "value": shown(instance, name) or "—",
    }


def _form(record: Record, user: Any, instance: Model, name: str, data: Any) -> Any:
    """The record's form with this one field."""
    if name not in editable(record, user):
        raise RuleBroken("field_closed", _("This field cannot be changed here."), field=name)
    return form_for(record, user, data, instance=instance, only=[name])


def _sent(record: Record, user: Any, name: str, value: str) -> dict[str, str]:
    if isinstance(fields_for(record, user).get(name), forms.BooleanField):
        return {name: "on"} if value == "yes" else {}
    return {name: "" if value == NOTHING else value}


def _choices(field: forms.Field) -> list[tuple[str, str]]:
    if not hasattr(field, "choices"):
        return []
    found = [(str(getattr(code, "value", code)), str(label)) for code, label in field.choices]
    filled = [(code, label) for code, label in found if code]
    return filled if field.required else [*filled, (NOTHING, _("None"))]
