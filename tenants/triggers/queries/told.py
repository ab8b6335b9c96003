"""What notices about triggers say (U9, A29)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from dangol.ids import read_id
from tenants.triggers.models import Trigger


def names(user: Any, keys: Collection[str]) -> dict[str, str]:
    """{id: name} of triggers."""
    found = Trigger.objects.filter(pk__in=[key for text in keys if (key := read_id(text))])
    return {str(pk): name for pk, name in found.values_list("pk", "name")}


def words(user: Any, facts: list[Mapping[str, Any]]) -> list[str]:
    """The trigger's name, and what it was told to say."""
    known = names(user, {str(each.get("trigger", "")) for each in facts})
    return [
        " · ".join(filter(None, (known.get(str(each.get("trigger")), ""), each.get("text", ""))))
        for each in facts
    ]


def problems(user: Any, facts: list[Mapping[str, Any]]) -> list[str]:
    """Why it was switched off."""
    return [str(each.get("problem", "")) for each in facts]
