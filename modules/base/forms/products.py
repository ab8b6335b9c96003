"""The form of a product (C9)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dangol.records.forms.base import RecordForm
from dangol.records.forms.whole_numbers import WholeNumberField
from modules.base.models import Product


class ProductForm(RecordForm):
    """Its name and price are enough."""

    price = WholeNumberField(label=_("Unit price"), help_text=_("In won, VAT included."))

    class Meta:
        model = Product
        fields = ("name", "code", "category", "price", "unit", "is_active", "memo")
        widgets = {"memo": forms.Textarea(attrs={"rows": 3})}
