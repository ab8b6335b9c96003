"""The form of a company's registration data (Q5)."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.models import CompanyProfile


class RegistrationForm(forms.ModelForm):
    """What stands on the next invoice about the company."""

    class Meta:
        model = CompanyProfile
        fields = (
            "legal_name",
            "representative",
            "street",
            "business_type",
            "business_item",
            "email",
            "due_day",
        )
        labels: ClassVar[dict[str, Any]] = {
            "legal_name": _("Company name as registered"),
            "representative": _("Representative"),
            "street": _("Business address"),
            "business_type": _("Type of business"),
            "business_item": _("Line of business"),
            "email": _("Mail address for invoices"),
            "due_day": _("Pay by this day of the month"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "due_day": _("31 means the last day of the month."),
        }
