"""Which tiles a user may have, and what a user has set for each of them (A3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.utils.module_loading import import_string

from dangol import preferences, registry
from dangol.access import user_can
from dangol.portal import layout
from dangol.registry import Widget


def open_to(user: Any) -> list[Widget]:
    """The tiles that this user may see, in the order in which they stand at first."""
    declared = [widget for each in registry.declarations() for widget in each.widgets]
    return sorted(
        (widget for widget in declared if user_can(user, widget.permission)),
        key=lambda widget: widget.order,
    )


def find(user: Any, code: str) -> Widget:
    """The user's widget of this code. RuleBroken when there is none, or none for them."""
    for widget in open_to(user):
        if widget.code == code:
            return widget
    raise layout.unknown(code)


def settings_code(widget: Widget) -> str:
    """Under which preference the user's settings of the tile are kept."""
    return f"portal/{widget.code}"


def settings_of(user: Any, widget: Widget) -> Mapping[str, Any]:
    """What the user has set for the tile, as its form cleans it; the form's defaults otherwise."""
    if not widget.settings:
        return {}
    form_class: type[Form] = import_string(widget.settings)
    defaults = {name: field.initial for name, field in form_class.base_fields.items()}
    form = form_class(preferences.read(user, settings_code(widget), {}) or defaults)
    return form.cleaned_data if form.is_valid() else defaults
