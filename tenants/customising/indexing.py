"""The indexes of a company's own fields: built by the platform, for a company's role makes none."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import F, Index

from dangol.records.custom import kinds
from dangol.records.custom.definitions import CustomField
from tenants import context, known
from tenants.customising import shapes
from tenants.customising.models import FieldDefinition
from tenants.customising.queries.fields import customised
from tenants.models import Company

State = FieldDefinition.Index


def build(company_id: int, name: str) -> None:
    """Brings the indexes of one field to what its definition asks for. Safe to run twice."""
    company = Company.objects.get(pk=company_id)
    with context.inside(company):
        row = FieldDefinition.objects.filter(name=name).first()
        if row is None:
            return
        field = shapes.field_of(row)
        model = customised()[row.record].model
        wanted = row.index != State.NONE and row.retired_at is None
        once = row.is_unique and row.retired_at is None
        # a formula is written by the company's other fields, which nobody outside knows
        sorting = _sorting(model, field) if wanted else ""
        unique = _unique(model, field) if once else ""
    _set(company, model, f"custom_{name}", sorting)
    _set(company, model, f"custom_{name}_once", unique)
    if wanted and row.index != State.READY:
        with context.inside(company):
            FieldDefinition.objects.filter(name=name, index=State.WANTED).update(index=State.READY)
            known.changed()


def _set(company: Company, model: Any, name: str, statement: str) -> None:
    """Makes the index, or drops it when there is no statement."""
    schema = connection.ops.quote_name(company.schema_name)
    with connection.cursor() as cursor:
        if not statement:
            cursor.execute(f"DROP INDEX IF EXISTS {schema}.{connection.ops.quote_name(name)}")
            return
        cursor.execute("SELECT to_regclass(%s)", [f"{company.schema_name}.{name}"])
        if cursor.fetchone()[0] is None:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(statement.replace(f" ON {table}", f" ON {schema}.{table}", 1))


def _sorting(model: Any, field: CustomField) -> str:
    """The index by which lists are sorted: the value, ties by id."""
    index = Index(kinds.of(field).sql(field), F("id"), name=f"custom_{field.name}")
    with connection.schema_editor(collect_sql=True) as editor:
        return str(index.create_sql(model, editor))


def _unique(model: Any, field: CustomField) -> str:
    """The index that keeps two records outside the trash from having one value."""
    index = Index(kinds.of(field).sql(field), name=f"custom_{field.name}_once")
    with connection.schema_editor(collect_sql=True) as editor:
        plain = str(index.create_sql(model, editor))
    return plain.replace("CREATE INDEX", "CREATE UNIQUE INDEX", 1) + " WHERE deleted_at IS NULL"
