"""What a browser sends for a field that nobody touched, so that values can be sent back (U2)."""

from __future__ import annotations

from typing import Any

from django.forms import BoundField, CheckboxInput, MultiWidget

from dangol.records.links.naming import LinkField
from dangol.records.links.own_files import KEPT, OwnFileInput


def as_sent(bound: BoundField) -> dict[str, list[str]]:
    """{name in the form: its values} of a field as it is shown."""
    value, widget = bound.value(), bound.field.widget
    if isinstance(widget, MultiWidget):
        parts = value if isinstance(value, list) else widget.decompress(value) or []
        names = [f"{bound.name}{suffix}" for suffix in widget.widgets_names]  # type: ignore[attr-defined]
        return {name: [_text(part)] for name, part in zip(names, parts, strict=True)}
    if isinstance(widget, CheckboxInput):
        return {bound.name: ["on"] if value else []}
    if isinstance(bound.field, LinkField) and not bound.form.is_bound:
        value = bound.initial  # the id says which of those that are called alike
    if isinstance(widget, OwnFileInput):
        return {f"{bound.name}{KEPT}": [(bound.initial or {}).get("id", "")]}
    values = value if isinstance(value, list | tuple | set) else [value]
    return {bound.name: [_text(each) for each in values]}


def _text(value: Any) -> str:
    return "" if value is None else str(getattr(value, "pk", value))
