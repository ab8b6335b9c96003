"""Who changed a field of a record last, as its history knows it (U1, V3)."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from dangol.records.custom.fields import field_of
from tenants.queries.history import entries


def changed_by(subject: str) -> Any:
    """(record, field) -> the name of who changed it last, "" when its history does not say."""

    def ask(instance: Model, name: str) -> str:
        column = field_of(type(instance), name).attname
        last = entries(subject, instance.pk, None, 1, names={name, column})
        return last[0].actor_name if last else ""

    return ask
