"""The form of a contact."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dangol.records.links.naming import LinkField
from modules.base.models import ContactHistory
from tenants.forms.records import DAY, MOMENT, OwnedForm


class ContactRecordForm(OwnedForm):
    """All of a contact, on a screen of its own."""

    customer = LinkField("base.customer", label=_("Customer"))

    class Meta:
        model = ContactHistory
        fields = (
            "customer", "medium", "subject", "contacted_at", "staff", "memo",
            "next_action", "next_on",
        )  # fmt: skip
        widgets = {
            "memo": forms.Textarea(attrs={"rows": 4}),
            "contacted_at": MOMENT,
            "next_on": DAY,
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contacted_at"].required = False
        self.fields["subject"].help_text = _("Empty: how the note begins.")
