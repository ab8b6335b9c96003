"""The sign-up form (P2): shape and types; the rules are in `registration`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from tenants.people.models.user import Plan


class SignUpForm(forms.Form):
    """Company, first administrator and consents. Seats come along from the price page, hidden."""

    company_name = forms.CharField(
        label=_("Company name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "autofocus": True}),
    )
    business_number = forms.CharField(
        label=_("Business number"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "124-81-00998"}),
    )
    address = forms.CharField(
        label=_("Address of your Dangol"),
        max_length=30,
        help_text=_("3 to 30 small letters, digits and hyphens; you log in there."),
        widget=forms.TextInput(
            attrs={
                "autocapitalize": "none",
                "autocomplete": "off",
                "spellcheck": "false",
                "hx-get": reverse_lazy("signup-address", urlconf="dangol.urls.public"),
                "hx-trigger": "input changed delay:300ms",
                "hx-target": "#address-answer",
                "hx-swap": "innerHTML",
            }
        ),
    )
    admin_name = forms.CharField(
        label=_("Your name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        help_text=_("At least 10 characters, not a common word."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )
    terms = forms.BooleanField(label=_("I agree to the terms of use (required)"))
    privacy = forms.BooleanField(
        label=_("I agree to the processing of my personal data (required)")
    )
    news = forms.BooleanField(label=_("Send me news of Dangol (optional)"), required=False)
    seats = forms.JSONField(required=False, widget=forms.HiddenInput)

    def clean_address(self) -> str:
        return str(self.cleaned_data["address"]).strip().lower()

    def clean_seats(self) -> dict[str, int]:
        """{plan: users}; anything else is dropped, since it is only an estimate."""
        given: Any = self.cleaned_data.get("seats")
        if not isinstance(given, dict):
            return {}
        known = {plan: given.get(plan) for plan in Plan.values}
        return {p: q for p, q in known.items() if isinstance(q, int) and 0 < q < 10_000}
