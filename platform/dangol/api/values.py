"""One field of a record as JSON: what it is, how it is read, how it is written (W1).

Numbers are numbers, money is whole won, dates are ISO 8601, a relation is {"id", "name"} and is set
by its id, a choice is its code. Writing turns the value into what the record's form takes, which
then judges it as it judges what people type.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, ForeignKey, Model
from django.utils.translation import gettext as _

from dangol.i18n.days import why_none
from dangol.records.custom import kinds
from dangol.records.custom.definitions import CustomField, shape_of
from dangol.records.declaration import Record
from dangol.records.forms.base import form_for
from dangol.records.forms.filling import usual

LARGEST = 2**63 - 1
_WHOLE = {
    "AutoField", "BigAutoField", "BigIntegerField", "IntegerField", "PositiveBigIntegerField",
    "PositiveIntegerField", "PositiveSmallIntegerField", "SmallIntegerField",
}  # fmt: skip
_KINDS = {
    "BooleanField": "boolean",
    "DateField": "date",
    "DateTimeField": "moment",
    "TimeField": "time",
    "DecimalField": "number",
    "FloatField": "number",
    "ArrayField": "list",
    "UUIDField": "id",
}
_OWN_KINDS = {
    "choices": "list",
    "person": "relation",
    "link": "relation",
    "file": "file",
    "address": "parts",
    "flag": "boolean",
    "number": "number",
}
"""Of a company's own fields, where the type of the column does not tell."""


@dataclass(frozen=True, kw_only=True)
class Value:
    """One field of a record type for one caller.

    kind        text, choice, boolean, whole, number, date, moment, time, relation, list, parts, id,
                file
    own         its definition, where the company has added it
    form_field  what judges a new value; None for one that is only read
    is_needed   a new record cannot be without it
    """

    name: str
    label: str
    kind: str
    field: Field[Any, Any]
    form_field: forms.Field | None = None
    is_needed: bool = False
    own: CustomField | None = None

    @property
    def code(self) -> str:
        """What programs call it."""
        return self.own.code if self.own is not None and self.own.code else self.name

    @property
    def choices(self) -> list[tuple[Any, str]]:
        """(code, label) of a field with choices."""
        pairs: Any = self.field.flatchoices or getattr(self.form_field, "choices", ())
        return [(code, str(label)) for code, label in pairs if code not in (None, "")]

    @property
    def is_coded_by_number(self) -> bool:
        return self.field.get_internal_type() in _WHOLE

    def read(self, instance: Model) -> Any:
        """The value of the record, as JSON."""
        value = getattr(instance, self.name)
        if value is None:
            return None
        if self.own is not None and self.kind in ("relation", "file"):
            return kinds.of(self.own).as_json(instance, value, self.own)
        return _READ.get(self.kind, _as_it_is)(value)

    def words(self, instance: Model) -> str | None:
        """What people call the value of a choice; None where there is none."""
        return dict(self.choices).get(getattr(instance, self.name))

    @property
    def parts(self) -> list[str]:
        """What a value of several parts is made of."""
        names = getattr(getattr(self.form_field, "widget", None), "widgets_names", ())
        return [name.removeprefix("_") for name in names]

    def data(self, value: Any) -> dict[str, list[str]]:
        """What a person would type or choose for it, by input; ValueError with a sentence for a
        wrong type. Without anything in it the field is emptied."""
        if self.kind == "parts":
            return {f"{self.name}_{part}": [text] for part, text in self._of_parts(value).items()}
        if value is None:
            return {self.name: []}
        kind = self.kind
        if kind == "choice":
            kind = "whole" if self.is_coded_by_number else "text"
        typed = _TYPED[kind](value)
        return {self.name: typed if isinstance(typed, list) else [typed] if typed else []}

    def _of_parts(self, value: Any) -> dict[str, str]:
        given = {} if value is None else value
        if not isinstance(given, dict) or not set(given) <= set(self.parts):
            parts = ", ".join(self.parts)
            raise ValueError(_("Write an object with %(parts)s.") % {"parts": parts})
        return {part: _text(given.get(part) or "") for part in self.parts}


def values_of(record: Record, user: Any, form: Any = None) -> dict[str, Value]:
    """Every field that the user may read or write, by what programs call it, in the order of the
    screens.

    `form` is the user's empty form of the type, where there is one already.
    """
    form = form or form_for(record, user)
    hidden = record.hidden_from(user)
    names = [record.title, *(column.name for column in record.columns_for(user))]
    for section in record.sections_for(user):
        names += [*section.fields, *(section.facts or ())]
    found = {}
    for name in dict.fromkeys([*names, *form.fields]):
        field = _field_of(record, name)
        if field is not None and name not in hidden:
            value = _value(record, field, name, form)
            found[value.code] = value
    return found


def _field_of(record: Record, name: str) -> Field[Any, Any] | None:
    """The model's field; None for what is drawn without one."""
    try:
        return record.model_field(name)
    except (FieldDoesNotExist, TypeError):
        return None


def _value(record: Record, field: Field[Any, Any], name: str, form: Any) -> Value:
    asked = form.fields.get(name)
    if asked is not None and (asked.disabled or isinstance(asked, forms.FileField)):
        asked = None
    return Value(
        name=name,
        label=str(record.label_of(name)),
        kind=_kind(field, asked, shape_of(record.code).by_name.get(name)),
        field=field,
        form_field=asked,
        is_needed=bool(asked is not None and asked.required and not usual(form, name)),
        own=shape_of(record.code).by_name.get(name),
    )


def _kind(field: Field[Any, Any], asked: forms.Field | None, own: CustomField | None) -> str:
    if own is not None and own.kind in _OWN_KINDS:
        return _OWN_KINDS[own.kind]
    if isinstance(asked, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return "list"
    if isinstance(field, ForeignKey):
        return "relation"
    if field.flatchoices or isinstance(asked, forms.ChoiceField):
        return "choice"
    name = field.get_internal_type()
    return "whole" if name in _WHOLE else _KINDS.get(name, "text")


def _as_it_is(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | list | dict) else str(value)


def _read_relation(value: Any) -> dict[str, str]:
    return {"id": str(value.pk), "name": str(value)}


def _read_list(value: Any) -> list[Any]:
    return list(value.all() if hasattr(value, "all") else value)


_READ: Mapping[str, Callable[[Any], Any]] = {
    "boolean": bool,
    "date": lambda value: value.isoformat() if isinstance(value, date) else str(value),
    "moment": lambda value: value.isoformat(),
    "time": lambda value: value.isoformat(),
    "number": lambda value: int(value) if value == int(value) else float(value),
    "relation": _read_relation,
    "list": _read_list,
    "id": str,
}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(_("Write a text."))
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(_("This text has half a character in it.")) from error
    return value


def _flag(value: Any) -> str:
    if not isinstance(value, bool):
        raise ValueError(_("Write true or false."))
    return "on" if value else ""


def _whole(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():  # JSON knows no difference: 3.0 is 3
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > LARGEST:
        raise ValueError(_("Write a whole number."))
    return str(value)


def _number(value: Any) -> str:
    if not isinstance(value, int | float) or isinstance(value, bool) or abs(value) > LARGEST:
        raise ValueError(_("Write a number."))
    return repr(value)


def _day(value: Any) -> str:
    return _iso(value, date.fromisoformat, why_none(str(value)))


def _moment(value: Any) -> str:
    return _iso(value, datetime.fromisoformat, _("Write a time as 2026-11-22T09:30:00+09:00."))


def _clock(value: Any) -> str:
    return _iso(value, time.fromisoformat, _("Write a time as 09:30."))


def _iso(value: Any, read: Callable[[str], Any], advice: str) -> str:
    if value == "":
        return ""
    try:
        return str(read(value).isoformat())
    except (ValueError, TypeError):
        raise ValueError(advice) from None


def _relation(value: Any) -> str:
    key = value.get("id") if isinstance(value, dict) else value
    if key == "":
        return ""
    try:
        return str(UUID(key))
    except (ValueError, TypeError, AttributeError):
        raise ValueError(_("Write the id of a record.")) from None


def _list(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise ValueError(_("Write a list."))
    return [_text(each) if isinstance(each, str) else _whole(each) for each in value]


_TYPED: Mapping[str, Callable[[Any], str | list[str]]] = {
    "text": _text,
    "boolean": _flag,
    "whole": _whole,
    "number": _number,
    "date": _day,
    "moment": _moment,
    "time": _clock,
    "relation": _relation,
    "id": _relation,
    "list": _list,
}
