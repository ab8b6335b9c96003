"""The form of a customer (B2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.records.forms import RecordForm
from dangol.records.text import clean_line
from modules.base import values
from modules.base.models import Customer
from tenants.people.models import User

T = TypeVar("T")


class CustomerForm(RecordForm):
    """All basic data. Phones, mail addresses, postcodes and dates take every usual spelling."""

    birth_date = forms.CharField(
        label=_("Date of birth"), required=False, help_text=_("For example 1980-05-17.")
    )

    class Meta:
        model = Customer
        fields = (
            "name", "company_name", "department", "title", "mobile", "email", "work_phone", "fax",
            "homepage", "birth_date", "grade", "owner", "source", "code", "memo",
            "home_postcode", "home_line1", "home_line2",
            "work_postcode", "work_line1", "work_line2", "mailing_place",
            "mail_ads", "sms_ads", "night",
        )  # fmt: skip
        widgets = {
            "memo": forms.Textarea(attrs={"rows": 3}),
            "mobile": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            "email": forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
            "mailing_place": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields.get("owner")
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = User.objects.filter(is_active=True).order_by("name")

    def clean_mobile(self) -> str:
        return self._stored("mobile", values.mobile)[0]

    def clean_email(self) -> str:
        return self._stored("email", values.email)[0]

    def clean_work_phone(self) -> str:
        return self._stored("work_phone", values.phone)

    def clean_fax(self) -> str:
        return self._stored("fax", values.phone)

    def clean_home_postcode(self) -> str:
        return self._stored("home_postcode", values.postcode)

    def clean_work_postcode(self) -> str:
        return self._stored("work_postcode", values.postcode)

    def clean_birth_date(self) -> date | None:
        return self._stored("birth_date", lambda text: values.birth_date(text, clock.today()))

    def _stored(self, name: str, convert: Callable[[str], T]) -> T:
        try:
            return convert(clean_line(self.cleaned_data[name]))
        except ValueError as error:
            raise ValidationError(str(values.PROBLEMS[str(error)]), code=str(error)) from error
