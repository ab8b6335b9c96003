"""What notices about linked data say (U9, A20)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from dangol.ids import read_id
from tenants.datasources.failures import words_of
from tenants.datasources.models import DataSource


def names(user: Any, keys: Collection[str]) -> dict[str, str]:
    """{id: name}; whoever may manage linked data may know them all."""
    found = DataSource.objects.filter(pk__in=[key for text in keys if (key := read_id(text))])
    return {str(pk): name for pk, name in found.values_list("pk", "name")}


def problems(user: Any, facts: list[Mapping[str, Any]]) -> list[str]:
    """Why each did not come."""
    return [words_of(str(each.get("problem", "")), str(each.get("said", ""))) for each in facts]
