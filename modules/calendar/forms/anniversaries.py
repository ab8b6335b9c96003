"""The form of an anniversary."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.records.links.naming import LinkField
from modules.calendar.models import Anniversary
from tenants.forms.records import OwnedForm


class AnniversaryForm(OwnedForm):
    """Whose day it is, and which."""

    customer = LinkField("base.customer", label=gettext_lazy("Customer"), required=False)
    account = LinkField("base.account", label=gettext_lazy("Account"), required=False)

    class Meta:
        model = Anniversary
        fields = ("kind", "written", "customer", "account", "name", "memo")
        widgets = {"memo": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["name"].help_text = _("Empty: what kind of day it is.")
        self.fields["written"].help_text = _(
            "1950-06-15, lunar: 음 1950-06-15, leap month: 윤 06-15"
        )
