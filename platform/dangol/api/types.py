"""The record types that there are (W1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.module_loading import import_string

from dangol import access, registry
from dangol.records.declaration import Record


def declared() -> Iterator[Record]:
    """Every record type of every layer."""
    for declaration in registry.declarations():
        for dotted in declaration.records:
            record: Record = import_string(dotted)
            yield record


def open_to(user: Any) -> list[Record]:
    """Those that the user may see."""
    return [each for each in declared() if access.user_can(user, each.permission("view"))]


def by_code(code: str) -> Record | None:
    """The type with this code; None when there is none."""
    return next((each for each in declared() if each.code == code), None)
