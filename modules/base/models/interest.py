"""The interest (관심사항): what a customer would like to hear of (B11)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.records.model import PLAIN, RecordModel, owner_field, sorted_by
from dangol.search.indexes import search_indexes
from modules.base.models.customer import Customer
from modules.base.models.product import Product


class Interest(RecordModel):
    """One thing that one customer cares for, perhaps one of the company's products."""

    record_code = "base.interest"

    class Level(models.TextChoices):
        HIGH = "high", pgettext_lazy("interest", "High")
        NORMAL = "normal", pgettext_lazy("interest", "Normal")
        LOW = "low", pgettext_lazy("interest", "Low")

    customer = models.ForeignKey(
        Customer,
        verbose_name=_("Customer"),
        on_delete=models.CASCADE,
        related_name="interests",
        db_index=False,
    )
    topic = models.CharField(_("Interest"), max_length=100, blank=True, db_collation=PLAIN)
    """What it is about; the product's name when nobody says."""
    product: models.ForeignKey[Product | None, Product | None] = models.ForeignKey(
        Product,
        verbose_name=_("Product"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="interests",
    )
    level = models.CharField(_("How strong"), max_length=60, choices=Level, default=Level.NORMAL)
    noted_at = models.DateTimeField(_("Noted"), default=clock.now)
    owner = owner_field(_("Noted by"))
    memo = models.TextField(_("Memo"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("Interest")
        verbose_name_plural = _("Interests")
        indexes = [
            models.Index(fields=["customer", "-noted_at", "-id"], name="base_interest_customer"),
            *sorted_by("base_interest", "topic", "level", "noted_at", "owner"),
            *search_indexes("base_interest", title="topic", words=("topic", "custom_words")),
        ]

    def __str__(self) -> str:
        return self.topic
