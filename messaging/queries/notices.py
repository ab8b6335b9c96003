"""What notices about sends say and may say (U9)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from messaging.models import Send


def sends(user: Any, keys: Collection[str]) -> dict[str, str]:
    """{id: name} of sends; whoever may see sends sees all of them."""
    found = Send.objects.filter(pk__in=keys).values_list("pk", "name")
    return {str(pk): name for pk, name in found}


def reasons(user: Any, facts: list[Mapping[str, Any]]) -> list[str]:
    """Why each send stands still."""
    return [_reason(each) for each in facts]


def _reason(facts: Mapping[str, Any]) -> str:
    """The reason where there is one, such as the night; else the state says it: no balance."""
    reason = facts.get("reason")
    if reason:
        return str(Send.Reason(reason).label)
    return str(Send.Status(facts["status"]).label)
