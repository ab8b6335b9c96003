"""The field that gives plans: with prices, and a caution where screens are still to come."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from tenants import plans


class PlansField(forms.MultipleChoiceField):
    """Boxes for the plans of one user."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Plans"),
            choices=plans.choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=lazystr(_Help()),
            **kwargs,
        )


class _Help:
    """Asked when it is drawn: modules are not known yet when forms are declared."""

    def __str__(self) -> str:
        return plans.help_text()
