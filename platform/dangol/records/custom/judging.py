"""Conditions of a company's own fields, judged for records that are changed many at once (U7).

The form of one record asks whether a field is asked for, and whether it must be filled, as the
others are. Here the same is asked of each record, for a value that all of them are to get.
"""

from __future__ import annotations

from typing import Any

from dangol.records.custom import conditions
from dangol.records.custom.conditions import is_empty
from dangol.records.custom.definitions import Condition, CustomField, shape_of

UNASKED, NEEDS = "unasked", "needs:"
"""Why a record is left as it is: the field is not asked for there; another (its name follows)
would have to be filled first."""


def depends(record: str, name: str) -> bool:
    """Whether any condition has to be asked before this field is set in many records."""
    own = shape_of(record).by_name.get(name)
    if own is not None and _conditions(own):
        return True
    return any(_reads(each, name) for each in shape_of(record).fields)


def refused(record: str, instance: Any, name: str, value: Any) -> str:
    """Why the record cannot have this value in this field; "" when it can.

    What was missing already, whatever this field is, is no reason: it is not this change's doing.
    """
    fields = shape_of(record)
    own = fields.by_name.get(name)

    def after(asked: str) -> Any:
        return value if asked == name else _value(instance, asked)

    def before(asked: str) -> Any:
        return _value(instance, asked)

    if own is not None:
        if not conditions.holds(own.shown_when, after):
            return UNASKED
        if is_empty(value) and conditions.must_be_filled(own, after):
            return f"{NEEDS}{name}"
    for field in fields.fields:
        if field.name == name or not _reads(field, name) or not is_empty(before(field.name)):
            continue
        if conditions.must_be_filled(field, after) and not conditions.must_be_filled(field, before):
            return f"{NEEDS}{field.name}"
    return ""


def _conditions(field: CustomField) -> list[Condition]:
    return [each for each in (field.shown_when, field.required_when) if each is not None]


def _reads(field: CustomField, name: str) -> bool:
    return any(each.field == name for each in _conditions(field))


def _value(instance: Any, name: str) -> Any:
    """The value that a record has; of a relation its id, without asking for the other record."""
    return getattr(instance, f"{name}_id", None) or getattr(instance, name, None)
