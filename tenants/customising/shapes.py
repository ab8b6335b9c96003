"""The shell's port for definitions: read from the tables, kept in mind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dangol.records.custom.definitions import Code, Condition, CustomField, Shape
from tenants import context
from tenants.customising.models import CodeEntry, FieldDefinition
from tenants.customising.queries.tables import declared_tables
from tenants.known import Known


class KeptDefinitions:
    """Implements `dangol.records.custom.definitions.Definitions` in the company's schema."""

    def shapes(self) -> Mapping[str, Shape]:
        if context.company_or_none() is None:
            return {}
        return _shapes.now()


def read_shapes() -> dict[str, Shape]:
    """{record type: what the company has added}, from the tables."""
    codes: dict[str, list[Code]] = {}
    for entry in CodeEntry.objects.select_related("table").order_by("position", "id"):
        codes.setdefault(entry.table.code, []).append(code_of(entry))
    fields: dict[str, list[CustomField]] = {}
    rows = FieldDefinition.objects.filter(retired_at=None).select_related("table")
    for row in rows.order_by("record", "position", "made_at", "id"):
        own = tuple(codes.get(row.table.code, ())) if row.table else ()
        fields.setdefault(row.record, []).append(field_of(row, own))
    words: dict[str, dict[str, tuple[Code, ...]]] = {}
    for table in declared_tables().values():
        for record, field in table.places if table.code in codes else ():
            words.setdefault(record, {})[field] = tuple(codes[table.code])
    return {
        record: Shape(tuple(fields.get(record, ())), words.get(record, {}))
        for record in {*fields, *words}
    }


def code_of(entry: CodeEntry) -> Code:
    return Code(entry.value, entry.label, entry.label_en, entry.colour, is_offered=entry.is_offered)


def field_of(row: FieldDefinition, codes: tuple[Code, ...] = ()) -> CustomField:
    """The row as the record kit knows it."""
    return CustomField(
        name=row.name,
        record=row.record,
        kind=row.kind,
        label=row.label,
        label_en=row.label_en,
        code=row.code,
        help=row.help,
        section=row.section,
        is_required=row.is_required,
        is_unique=row.is_unique,
        in_list=row.in_list,
        is_sorted=row.index == FieldDefinition.Index.READY,
        is_searched=row.is_searched,
        default=row.default,
        rules=row.rules,
        codes=codes,
        formula=row.formula,
        shown_when=_condition(row.shown_when),
        required_when=_condition(row.required_when),
    )


def _condition(kept: Mapping[str, Any] | None) -> Condition | None:
    if not kept:
        return None
    return Condition(kept["field"], kept["compare"], tuple(kept.get("values", ())))


_shapes = Known("custom shapes", read_shapes)
