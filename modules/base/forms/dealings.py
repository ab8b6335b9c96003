"""The forms of what belongs to an account: years, addresses, ratings, people, groups (C2-C10)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.records.forms.base import RecordForm
from dangol.records.forms.whole_numbers import WholeNumberField
from dangol.records.links.naming import LinkField
from modules.base import values
from modules.base.forms.accounts import EARLIEST
from modules.base.forms.stored import stored
from modules.base.models import (
    AccountAddress,
    AccountGroup,
    AccountPerson,
    AccountRating,
    AccountYear,
)
from tenants.forms.records import DAY, OwnedForm


class AccountGroupForm(RecordForm):
    """A name is enough."""

    class Meta:
        model = AccountGroup
        fields = ("name", "memo")
        widgets = {"memo": forms.Textarea(attrs={"rows": 3})}


class OfAccountForm(OwnedForm):
    """A form of something that belongs to an account."""

    account = LinkField("base.account", label=_("Account"))


class AccountYearForm(OfAccountForm):
    """The year and what was sold in it."""

    year = forms.CharField(label=_("Year"), help_text=_("With four digits, such as 2025."))
    sales = WholeNumberField(label=_("Sales of the year"), help_text=_("In won."))
    profit = WholeNumberField(label=_("Operating profit"), required=False)

    class Meta:
        model = AccountYear
        fields = ("account", "year", "sales", "profit", "memo")

    def clean_year(self) -> str:
        text = self.cleaned_data["year"].strip().removesuffix("년").strip()
        digits = text if text.isascii() and text.isdigit() else ""
        if not digits or not EARLIEST <= int(digits) <= clock.today().year:
            raise ValidationError(
                _("Write the year with four digits, such as 1998; it cannot lie ahead."),
                code="year_range",
            )
        return digits


class AccountAddressForm(OfAccountForm):
    """Which kind of place is enough."""

    class Meta:
        model = AccountAddress
        fields = ("account", "kind", "name", "postcode", "line1", "line2", "phone", "fax", "memo")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "name" in self.fields:
            self.fields["name"].help_text = _("Empty: what the kind is called.")

    def clean_phone(self) -> str:
        return stored(self, "phone", values.phone)

    def clean_fax(self) -> str:
        return stored(self, "fax", values.phone)

    def clean_postcode(self) -> str:
        return stored(self, "postcode", values.postcode)


class AccountRatingForm(OfAccountForm):
    """What was rated, how, and when: today unless somebody says."""

    class Meta:
        model = AccountRating
        fields = ("account", "kind", "value", "rated_on", "owner", "memo")
        widgets = {"rated_on": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "rated_on" in self.fields:
            self.fields["rated_on"].required = False


class AccountPersonForm(OfAccountForm):
    """Who it is is enough; the marks may wait."""

    customer = LinkField("base.customer", label=_("Person"))

    class Meta:
        model = AccountPerson
        fields = ("account", "customer", *AccountPerson.FLAGS, "role", "memo")
