"""What people enter on the page of a send: shapes only; rules are the services'."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

DECORATION = re.compile(r"[\s,명]")


class TypedCountForm(forms.Form):
    """The number that was typed, and the one that the screen showed, sealed."""

    confirmed = forms.CharField(required=False, max_length=20)
    shown = forms.CharField(required=False, max_length=200)

    @property
    def typed(self) -> int | None:
        """The typed number without its decoration; None when it is none."""
        digits = DECORATION.sub("", self.cleaned_data.get("confirmed", ""))
        return int(digits) if digits.isascii() and digits.isdigit() else None


class HourForm(forms.Form):
    """Another hour for a reservation, in the company's zone."""

    scheduled_at = forms.DateTimeField(
        label=_("Start"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
