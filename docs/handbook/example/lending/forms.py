"""The form of a thing."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from modules.lending.models import Thing

from dangol.records.forms.whole_numbers import WholeNumberField
from dangol.records.links.naming import LinkField
from tenants.forms.records import DAY, OwnedForm


class ThingForm(OwnedForm):
    """Its name is enough."""

    borrower = LinkField("base.customer", label=_("Borrower"), required=False)
    value = WholeNumberField(label=_("Value"), required=False)

    class Meta:
        model = Thing
        fields = ("name", "number", "state", "borrower", "due_on", "value", "owner", "memo")
        widgets = {"due_on": DAY, "memo": forms.Textarea(attrs={"rows": 3})}

    def clean_value(self) -> int:
        return self.cleaned_data["value"] or 0
