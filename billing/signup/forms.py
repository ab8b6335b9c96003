"""The sign-up form (P2): shape and types; the rules are in `registration`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.signup import passwords
from tenants.people.models.user import Plan


class SignUpForm(forms.Form):
    """Company, first administrator and consents. Seats come along from the price page, hidden."""

    company_name = forms.CharField(
        label=_("Company name"),
        max_length=60,
        error_messages={"required": _("Enter the company's name.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    business_number = forms.CharField(
        label=_("Business number"),
        max_length=20,
        error_messages={"required": _("Enter the ten digits of the business number.")},
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "off",
                "placeholder": "000-00-00000",
                "data-live": "leaving",
            }
        ),
    )
    address = forms.CharField(
        label=_("Address name"),
        max_length=30,
        error_messages={"required": _("Enter the name at which your people will log in.")},
        widget=forms.TextInput(
            attrs={
                "autocapitalize": "none",
                "autocomplete": "off",
                "spellcheck": "false",
                "data-live": "typing",
            }
        ),
    )
    admin_name = forms.CharField(
        label=_("Administrator's name"),
        max_length=60,
        error_messages={"required": _("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.CharField(
        label=_("Work mail address"),
        max_length=254,
        error_messages={"required": _("Enter the mail address that gets the link.")},
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "spellcheck": "false", "data-live": "leaving"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=passwords.LONGEST,
        strip=False,
        error_messages={"required": _("Choose a password.")},
        widget=forms.PasswordInput(
            attrs={
                "autocomplete": "new-password",
                "data-live": "leaving",
                "data-with": "email admin_name",
            },
            render_value=False,
        ),
    )
    terms = forms.BooleanField(
        label=_("Terms of use"),
        error_messages={"required": _("Agree to the terms of use to go on.")},
    )
    privacy = forms.BooleanField(
        label=_("Personal data and its processing"),
        error_messages={"required": _("Agree to the processing of personal data to go on.")},
    )
    news = forms.BooleanField(label=_("News of Dangol by mail"), required=False)
    seats = forms.JSONField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # Answers of the server and of the live checks stand in the same place.
            field.widget.attrs["aria-describedby"] = f"id_{name}_notes"
        for name in ("terms", "privacy", "news"):
            self.fields[name].widget.attrs["data-agree"] = True

    def begin_at_first_mistake(self) -> None:
        """One begins to write in the first field, or in the first that is wrong."""
        begin = next((name for name in self.fields if name in self.errors), "company_name")
        self.fields[begin].widget.attrs["autofocus"] = True

    def clean_address(self) -> str:
        return str(self.cleaned_data["address"]).strip().lower()

    def clean_seats(self) -> dict[str, int]:
        """{plan: users}; anything else is dropped, since it is only an estimate."""
        given: Any = self.cleaned_data.get("seats")
        if not isinstance(given, dict):
            return {}
        known = {plan: given.get(plan) for plan in Plan.values}
        return {p: q for p, q in known.items() if isinstance(q, int) and 0 < q < 10_000}
