"""What one asks when a customer permits something, or refuses it (B13)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.records.text import clean_line
from tenants.forms.records import DAY

GIVEN, REFUSED = "given", "refused"


class ConsentForm(forms.Form):
    """State, day and source: a consent that nobody can trace is none."""

    state = forms.ChoiceField(
        label=_("Permission"),
        choices=((GIVEN, _("Given")), (REFUSED, _("Refused"))),
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=_("On which day"), widget=DAY)
    source = forms.CharField(
        label=pgettext_lazy("consent", "Source"),
        max_length=60,
        help_text=_("How one knows: a web form, a call, a paper, an exhibition."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", clock.today())

    def clean_source(self) -> str:
        return clean_line(self.cleaned_data["source"])
