"""Adding a field together with the list of codes that it chooses from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tenants.customising.models import FieldDefinition
from tenants.customising.services import codes, fields


@transaction.atomic
def create(record: str, kind: str, values: Mapping[str, Any]) -> FieldDefinition:
    """Adds a field; `options` become a list of its own unless `table` names one."""
    options = values.get("options")
    if options and not values.get("table"):
        values = {**values, "table": codes.make(values["label"], options).code}
    return fields.create(record, kind, values)
