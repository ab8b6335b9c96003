"""The form of a customer (B2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.records.links.naming import LinkField
from modules.base import consents, values
from modules.base.forms.sources import SourceField
from modules.base.forms.stored import stored
from modules.base.models import Customer
from tenants.forms.records import OwnedForm

HELP = {
    "grade_is_manual": _(
        "A grade that you choose stays as it is. Take the tick away, and the rules give it."
    ),
    "contact_interval": _("In days, up to 1,095. Empty: the interval of the grade."),
}


class CustomerForm(OwnedForm):
    """All basic data. Phones, mail addresses, postcodes and dates take every usual spelling."""

    account = LinkField(
        "base.account",
        label=_("Account"),
        required=False,
        help_text=_("Where they work, if it is one of your accounts."),
    )
    birth_date = forms.CharField(
        label=_("Date of birth"), required=False, help_text=_("For example 1980-05-17.")
    )

    source = SourceField()

    class Meta:
        model = Customer
        fields = (
            "name", "account", "company_name", "department", "title", "mobile", "email",
            "work_phone", "fax",
            "homepage", "birth_date", "sex", "occupation", "income", "grade", "grade_is_manual",
            "contact_interval", "owner",
            "source", "code", "memo",
            "home_postcode", "home_line1", "home_line2",
            "work_postcode", "work_line1", "work_line2", "mailing_place",
            "kind", "is_unnamed", "contacting", "joins_events", "is_excluded", "monthly_mailing",
            "mass_mailing", "address_confirmed", "related_staff", "staff_relation",
            *consents.NAMES,
        )  # fmt: skip
        widgets = {
            "memo": forms.Textarea(attrs={"rows": 3}),
            "mobile": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            "email": forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
            "mailing_place": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Whoever has no name gets a code instead."""
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].required = False
        for name, words in HELP.items():
            if name in self.fields:
                self.fields[name].help_text = words
        unnamed = self.fields.get("is_unnamed")
        if unnamed and "name" in self.fields:
            unnamed.help_text = _("Buys without a name; a code comes by itself.")
            if self.is_bound and self["is_unnamed"].data:
                self.fields["name"].required = False

    def clean_kind(self) -> str:
        """Whoever says nothing means a customer, or leaves the record as it is."""
        return self.cleaned_data["kind"] or self.instance.kind

    def clean_mobile(self) -> str:
        return stored(self, "mobile", values.mobile)[0]

    def clean_email(self) -> str:
        return stored(self, "email", values.email)[0]

    def clean_work_phone(self) -> str:
        return stored(self, "work_phone", values.phone)

    def clean_fax(self) -> str:
        return stored(self, "fax", values.phone)

    def clean_home_postcode(self) -> str:
        return stored(self, "home_postcode", values.postcode)

    def clean_work_postcode(self) -> str:
        return stored(self, "work_postcode", values.postcode)

    def clean_birth_date(self) -> date | None:
        return stored(self, "birth_date", lambda text: values.birth_date(text, clock.today()))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        account = cleaned.get("account") if "account" in self.fields else self.instance.account
        firm = cleaned.get("company_name")
        if account and firm and firm not in (account.name, self.instance.company_name):
            sentence = _("The account gives this: %(name)s. Leave it so, or clear the account.")
            self.add_error("company_name", sentence % {"name": account.name})
        return cleaned
