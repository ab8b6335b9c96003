"""The forms of what customers ask for, complain about and care for (B9-B11), and know (B1)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangol.records.links.naming import LinkField
from modules.base.models import Complaint, Interest, Material, Relation
from tenants.forms.records import DAY, MOMENT, OwnedForm


class OfCustomerForm(OwnedForm):
    """A form of something that belongs to a customer, at a moment: now unless somebody says."""

    customer = LinkField("base.customer", label=_("Customer"))
    moment = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.moment in self.fields:
            self.fields[self.moment].required = False


class MaterialForm(OfCustomerForm):
    """Which document is enough."""

    moment = "requested_at"

    class Meta:
        model = Material
        fields = (
            "customer", "document", "way", "requested_at", "due_on", "sent_on", "owner", "memo",
        )  # fmt: skip
        widgets = {
            "requested_at": MOMENT,
            "due_on": DAY,
            "sent_on": DAY,
            "memo": forms.Textarea(attrs={"rows": 3}),
        }


class ComplaintForm(OfCustomerForm):
    """What it is about is enough."""

    moment = "received_at"

    class Meta:
        model = Complaint
        fields = (
            "customer", "subject", "kind", "state", "received_at", "due_on", "done_on", "in_scope",
            "department", "owner", "content", "answer",
        )  # fmt: skip
        widgets = {
            "received_at": MOMENT,
            "due_on": DAY,
            "done_on": DAY,
            "content": forms.Textarea(attrs={"rows": 4}),
            "answer": forms.Textarea(attrs={"rows": 4}),
        }


class InterestForm(OfCustomerForm):
    """A word or a product is enough."""

    product = LinkField("base.product", label=_("Product"), required=False)
    moment = "noted_at"

    class Meta:
        model = Interest
        fields = ("customer", "topic", "product", "level", "noted_at", "owner", "memo")
        widgets = {"noted_at": MOMENT, "memo": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "topic" in self.fields:
            self.fields["topic"].help_text = _("Empty: the product's name.")


class RelationForm(OfCustomerForm):
    """Who, and what they are to the customer."""

    other = LinkField("base.customer", label=_("Related customer"))

    class Meta:
        model = Relation
        fields = ("customer", "other", "kind", "memo")
