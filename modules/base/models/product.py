"""The product (상품): what the company sells (C9)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.records.model import PLAIN, RecordModel, sorted_by
from dangol.search.indexes import search_indexes


class Product(RecordModel):
    """One thing that is sold, with the price it has today."""

    record_code = "base.product"

    code = models.CharField(_("Product code"), max_length=30, blank=True, db_collation=PLAIN)
    """상품코드, the company's own; unique when given."""
    name = models.CharField(_("Product name"), max_length=100, db_collation=PLAIN)
    category = models.CharField(
        pgettext_lazy("product", "Category"), max_length=60, blank=True, db_collation=PLAIN
    )
    price = models.BigIntegerField(_("Unit price"), default=0)
    """Won, VAT included."""
    unit = models.CharField(pgettext_lazy("product", "Unit"), max_length=10, blank=True)
    """개, 상자, kg."""
    is_active = models.BooleanField(_("For sale"), default=True)
    memo = models.TextField(_("Memo"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("Product")
        verbose_name_plural = _("Products")
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(deleted_at=None) & ~models.Q(code=""),
                name="base_product_code",
            ),
        ]
        indexes = [
            *sorted_by("base_product_by", "name", "code", "category", "price", "created_at"),
            *search_indexes(
                "base_product", title="name", words=("name", "code", "category", "custom_words")
            ),
        ]

    def __str__(self) -> str:
        return self.name
