"""What people enter on the page of a send: shapes only; rules are the services'."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
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


class HoursForm(forms.Form):
    """Hours of each day in Korea, past midnight when they end before they begin; both empty for
    none."""

    begins = forms.TimeField(label=pgettext_lazy("hours", "From"), required=False, widget=CLOCK)
    ends = forms.TimeField(label=pgettext_lazy("hours", "Until"), required=False, widget=CLOCK)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        begins, ends = data.get("begins"), data.get("ends")
        if self.errors:
            return data
        if (begins is None) != (ends is None):
            missing = "begins" if begins is None else "ends"
            self.add_error(missing, _("Fill in both times, or leave both empty."))
        elif begins is not None and begins == ends:
            self.add_error("ends", _("That would be the whole day. Choose another end."))
        return data
