"""The sets of fields that modules declare, and which of them the company has (A15)."""

from __future__ import annotations

from typing import Any

from dangol import registry
from dangol.about_records import FieldOfSet, FieldSet
from dangol.records.custom.kinds import KINDS
from tenants.customising.models import FieldDefinition


def sets() -> dict[str, FieldSet]:
    """{code: set} of everything that is declared."""
    return {each.code: each for layer in registry.declarations() for each in layer.field_sets}


def origin_of(chosen: FieldSet, each: FieldOfSet) -> str:
    """How a field remembers that it came with a set."""
    return f"{chosen.code}/{each.code}"


def offered(record: str) -> list[dict[str, Any]]:
    """The sets of a record type: what is in them, and how many of their fields are in use."""
    found = []
    for each in sets().values():
        if each.record != record:
            continue
        used = FieldDefinition.objects.filter(
            origin__startswith=f"{each.code}/", retired_at=None
        ).count()
        found.append(
            {
                "set": each,
                "fields": [(KINDS[one.kind], one.label) for one in each.fields],
                "used": used,
                "is_whole": used == len(each.fields),
            }
        )
    return found
