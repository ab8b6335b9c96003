"""The form of a to-do."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dangol.records.links.naming import LinkField
from modules.calendar.models import Todo
from tenants.forms.records import DAY, OwnedForm


class TodoForm(OwnedForm):
    """What is to be done is enough."""

    customer = LinkField("base.customer", label=_("Customer"), required=False)
    account = LinkField("base.account", label=_("Account"), required=False)

    class Meta:
        model = Todo
        fields = (
            "title", "due_on", "state", "importance", "owner", "customer", "account", "memo",
        )  # fmt: skip
        widgets = {"due_on": DAY, "memo": forms.Textarea(attrs={"rows": 3})}
