"""Draws the control of a form field in the product's classes; labels and notes are templates."""

from __future__ import annotations

from django import template
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BoundField, ModelChoiceField, Widget, widgets
from django.forms.boundfield import BoundWidget
from django.utils.safestring import SafeString

from dangol.i18n import figures

register = template.Library()

CHOICES = (widgets.RadioSelect, widgets.CheckboxSelectMultiple)
CLASSES: tuple[tuple[type[Widget], str], ...] = (
    (widgets.CheckboxSelectMultiple, "checkbox"),
    (widgets.RadioSelect, "radio"),
    (widgets.CheckboxInput, "checkbox"),
    (widgets.Select, "select"),
    (widgets.Textarea, "textarea"),
    (widgets.FileInput, "file-input"),
)
"""The class of a control by its widget, first match; the rest are inputs. To Django several boxes
are a kind of radio buttons, so they stand first."""


@register.filter
def control_kind(field: BoundField) -> str:
    """How the field is laid out: `choice` (one box), `choices` (several), `group` or `control`."""
    if isinstance(field.field.widget, CHOICES):
        return "choices"
    if field.field.widget.use_fieldset:
        return "group"
    if isinstance(field.field.widget, widgets.CheckboxInput):
        return "choice"
    return "control"


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The control alone. Django adds aria-describedby and aria-invalid to it by itself."""
    widget = field.field.widget
    _name_nothing(field)
    own = widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{css_class(widget)} {own}".strip()})


@register.simple_tag
def option_control(option: BoundWidget, field: BoundField) -> SafeString:
    """One box or button of a field with several."""
    option.data["attrs"]["class"] = css_class(field.field.widget)
    return option.tag()


def _name_nothing(field: BoundField) -> None:
    """The choice of nothing as cells and facts show it, instead of Django's row of dashes."""
    asked, widget = field.field, field.field.widget
    if isinstance(asked, ModelChoiceField):
        if asked.empty_label == BLANK_CHOICE_DASH[0][1]:
            asked.empty_label = figures.NOTHING
    elif isinstance(widget, widgets.Select) and [*widget.choices][:1] == BLANK_CHOICE_DASH:
        widget.choices = [("", figures.NOTHING), *[*widget.choices][1:]]


def css_class(widget: Widget) -> str:
    """The class that draws this widget."""
    return next((name for kind, name in CLASSES if isinstance(widget, kind)), "input")
