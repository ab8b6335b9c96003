"""Fields that are asked for, or must be filled, depending on another field (U7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from dangol.records.custom.definitions import Condition, CustomField

IN, NOT_IN, FILLED, EMPTY = "is_in", "is_not_in", "is_filled", "is_empty"
COMPARED: dict[str, Any] = {
    IN: gettext_lazy("is one of"),
    NOT_IN: gettext_lazy("is none of"),
    FILLED: gettext_lazy("is filled"),
    EMPTY: gettext_lazy("is empty"),
}
NEEDS_VALUES = (IN, NOT_IN)


def holds(condition: Condition | None, value_of: Callable[[str], Any]) -> bool:
    """Whether the condition holds; one that is none does. `value_of` tells a field's value."""
    if condition is None:
        return True
    texts = texts_of(value_of(condition.field))
    if condition.compare == FILLED:
        return bool(texts)
    if condition.compare == EMPTY:
        return not texts
    is_in = any(text in condition.values for text in texts)
    return is_in if condition.compare == IN else not is_in


def texts_of(value: Any) -> list[str]:
    """A value as forms send it, one text for each thing chosen; nothing for an empty one."""
    if value in (None, "", [], (), {}):
        return []
    if isinstance(value, list | tuple | set):
        return [text for each in value for text in texts_of(each)]
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, Mapping):
        return [" ".join(map(str, value.values()))]
    return [str(getattr(value, "pk", getattr(value, "value", value)))]


def told(condition: Condition | None) -> dict[str, Any]:
    """The condition for the page's script: {} for none."""
    if condition is None:
        return {}
    return {"field": condition.field, "is": condition.compare, "values": list(condition.values)}


def must_be_filled(field: CustomField, value_of: Callable[[str], Any]) -> bool:
    """Whether the field must have a value, as the others are."""
    if not holds(field.shown_when, value_of):
        return False
    asked = field.required_when is not None and holds(field.required_when, value_of)
    return field.is_required or asked


def is_empty(value: Any) -> bool:
    return value is None or value is False or value in ("", [], (), {})
