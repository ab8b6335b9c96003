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


class TileForm(Form):
    """A form of a tile's settings that knows whose they are: what it offers is open to them."""

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)


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
    kept = preferences.read(user, settings_code(widget), {})
    form = form_of(user, widget)
    defaults = {name: field.initial for name, field in form.fields.items()}
    form = form_of(user, widget, kept or defaults)
    return form.cleaned_data if form.is_valid() else defaults


def form_of(user: Any, widget: Widget, data: Any = None, **kwargs: Any) -> Form:
    """The form of the widget's settings, for this user."""
    form_class: type[Form] = import_string(widget.settings)
    if issubclass(form_class, TileForm):
        return form_class(data, user=user, **kwargs)
    return form_class(data, **kwargs)
