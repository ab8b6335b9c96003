"""Drawing a field of states in lists: a dot and its word (U1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dangol.records.cells import shown
from dangol.records.custom.definitions import code_of
from dangol.templatetags.states import status


def drawn_state(field: str, looks: Mapping[Any, str]) -> Callable[[Any], str]:
    """instance -> the state as a dot of its kind and its word; `looks` is {value: kind}.

    A company that has made the codes its own has chosen their colours, too.
    """

    def draw(instance: Any) -> str:
        value = getattr(instance, field)
        own = code_of(instance.record_code, field, value)
        kind = looks.get(value, "") if own is None else own.colour
        return status(kind, shown(instance, field))

    return draw
