"""Drawing a field of states in lists: a dot and its word (U1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dangol.records.cells import shown
from dangol.templatetags.states import status


def drawn_state(field: str, looks: Mapping[Any, str]) -> Callable[[Any], str]:
    """instance -> the state as a dot of its kind and its word; `looks` is {value: kind}."""

    def draw(instance: Any) -> str:
        return status(looks.get(getattr(instance, field), ""), shown(instance, field))

    return draw
