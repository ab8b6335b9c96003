"""What is added from the portal with two keys: the records that are made most (A7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from dangol import registry
from dangol.access import user_can
from dangol.records.types import records


@dataclass(frozen=True)
class Line:
    """One record type that is added in the drawer; `key` as the shortcut is written."""

    label: str
    address: str
    icon: str
    key: str
    id: str


def adds(user: Any) -> list[Line]:
    """Those that the user may make, in their order."""
    declared = [each for declaration in registry.declarations() for each in declaration.quick_adds]
    known = records()
    found = [(each, known[each.record]) for each in declared if each.record in known]
    return [
        Line(
            label=str(record.label),
            address=reverse(record.url_name("new")),
            icon=record.icon,
            key=each.key,
            id=f"add-{record.code.replace('.', '-')}",
        )
        for each, record in sorted(found, key=lambda pair: pair[0].order)
        if user_can(user, record.permission("create"))
    ]
