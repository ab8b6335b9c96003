"""The form of a data error (B23)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dangol.records.links.naming import LinkField
from modules.cleansing.models import Fault
from tenants.forms.records import DAY, OwnedForm


class FaultForm(OwnedForm):
    """Whose value, what speaks against it, and what is right, if that is known."""

    customer = LinkField("base.customer", label=_("Customer"))

    class Meta:
        model = Fault
        fields = (
            "customer", "kind", "field", "value", "better", "state", "source", "detail",
            "found_on", "owner", "memo",
        )  # fmt: skip
        widgets = {"found_on": DAY, "memo": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "value": _("Empty: what stands in the customer now."),
            "better": _("Written into the customer once the state is “Corrected”."),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "found_on" in self.fields:
            self.fields["found_on"].required = False
