"""The form of an account (C2)."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.forms.whole_numbers import WholeNumberField
from dangol.records.links.naming import LinkField
from modules.base import values
from modules.base.forms.sources import SourceField
from modules.base.forms.stored import stored
from modules.base.models import Account
from tenants import business_number
from tenants.forms.records import OwnedForm

EARLIEST = 1800


class AccountForm(OwnedForm):
    """All that is known of a company; its name is enough."""

    business_number = forms.CharField(
        label=_("Business number"), required=False, help_text=_("For example 124-81-00998.")
    )
    founded = WholeNumberField(label=_("Year of foundation"), required=False)
    employees = WholeNumberField(label=_("Employees"), required=False)
    revenue = WholeNumberField(label=_("Yearly revenue"), required=False)
    capital = WholeNumberField(label=_("Capital"), required=False)
    group = LinkField("base.account_group", label=_("Account group"), required=False)
    parent = LinkField("base.account", label=_("Parent account"), required=False)

    source = SourceField()

    class Meta:
        model = Account
        fields = (
            "name", "business_number", "state", "representative", "industry", "size", "grade",
            "credit", "favour", "group", "is_partner", "is_competitor", "founded", "employees",
            "revenue", "capital", "goods", "output", "phone", "fax", "homepage", "postcode",
            "line1", "line2", "parent", "owner", "source", "memo",
        )  # fmt: skip
        widgets = {"memo": forms.Textarea(attrs={"rows": 3})}

    def clean_business_number(self) -> str:
        text = self.cleaned_data["business_number"].strip()
        if not text.strip(" -"):
            return ""
        try:
            return business_number.checked(text)
        except RuleBroken as broken:
            raise ValidationError(str(broken), code=broken.code) from broken

    def clean_founded(self) -> int | None:
        year: int | None = self.cleaned_data["founded"]
        if year is not None and not EARLIEST <= year <= clock.today().year:
            raise ValidationError(
                _("Write the year with four digits, such as 1998; it cannot lie ahead."),
                code="year_range",
            )
        return year

    def clean_employees(self) -> int | None:
        number: int | None = self.cleaned_data["employees"]
        if number is not None and number > 10_000_000:
            raise ValidationError(_("No company has so many employees."), code="too_many")
        return number

    def clean_phone(self) -> str:
        return stored(self, "phone", values.phone)

    def clean_fax(self) -> str:
        return stored(self, "fax", values.phone)

    def clean_postcode(self) -> str:
        return stored(self, "postcode", values.postcode)
