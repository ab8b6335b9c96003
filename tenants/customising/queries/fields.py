"""Reading a company's own fields for their screens."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Func, JSONField, Value

from dangol.records import Record
from dangol.records.custom import kinds
from dangol.records.custom.definitions import CustomField
from dangol.records.custom.values import Customised
from tenants.queries import desk

SHOWN = 3
"""Values that are named when some repeat."""


def customised() -> dict[str, Record]:
    """{code: record type} of those to which fields can be added."""
    return {
        code: record
        for code, record in desk.records().items()
        if issubclass(record.model, Customised)
    }


def labels(record: Record) -> set[str]:
    """What the declared fields of a record type are called, in small letters."""
    names = [name for section in record.sections for name in section.fields]
    names += [column.name for column in record.columns]
    return {str(record.label_of(name)).lower() for name in names}


def twice(field: CustomField) -> list[str]:
    """A few values that several records have, in words."""
    record = customised()[field.record]
    sql = kinds.of(field).sql(field)
    rows = record.rows().order_by().values(value=sql).exclude(value=None)
    found = rows.annotate(n=Count("pk")).filter(n__gt=1).values_list("value", flat=True)[:SHOWN]
    return [kinds.of(field).words(value, field) for value in found]


def filled(record: Record, name: str) -> int:
    """How many records have a value in the field."""
    return record.model._base_manager.filter(custom__has_key=name).count()


def without_key(name: str) -> Any:
    """The values of a record without this field's."""
    return Func(
        "custom", Value(name), template="(%(expressions)s)", arg_joiner=" - ",
        output_field=JSONField(),
    )  # fmt: skip
