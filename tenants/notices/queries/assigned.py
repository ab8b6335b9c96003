"""What notices of records that got a new owner say (U9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenants.queries import desk


def words(user: Any, facts: list[Mapping[str, Any]]) -> list[str]:
    """Of which type each of them is."""
    types = [desk.records().get(each.get("record", "")) for each in facts]
    return [str(record.label) if record else "" for record in types]
