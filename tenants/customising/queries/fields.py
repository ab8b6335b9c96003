"""Reading a company's own fields for their screens."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Func, JSONField, Value

from dangol import registry
from dangol.records import Record
from dangol.records.custom import kinds
from dangol.records.custom.definitions import CustomField
from dangol.records.custom.values import Customised
from tenants.customising.models import FieldDefinition
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


def targets() -> dict[str, Record]:
    """{code: record type} of those that a field may lead to."""
    return {
        code: record
        for code, record in desk.records().items()
        if registry.by_code(record.module).entitlement != "provider"
    }


def in_use(record: str) -> list[FieldDefinition]:
    """The fields of a record type that are not put away, in their order."""
    rows = FieldDefinition.objects.filter(record=record, retired_at=None)
    return list(rows.order_by("position", "made_at", "id"))


def tabs(active: str) -> list[dict[str, Any]]:
    """Each record type with the number of its fields."""
    rows = FieldDefinition.objects.filter(retired_at=None).order_by().values_list("record")
    counts = dict(rows.annotate(n=Count("pk")))
    return [
        {
            "code": code,
            "label": record.plural,
            "count": counts.get(code, 0),
            "is_active": code == active,
        }
        for code, record in customised().items()
    ]


def section_names(record: str) -> list[str]:
    """What the groups are called that fields may stand in: those that were named already."""
    rows = FieldDefinition.objects.filter(record=record, retired_at=None).exclude(section="")
    return list(rows.order_by("section").values_list("section", flat=True).distinct())


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
