"""Orders (주문): what a customer bought."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id
from modules.base.models.customer import Customer


class Order(models.Model):
    """One purchase of a customer."""

    id = models.UUIDField(primary_key=True, default=new_id)
    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, related_name="orders", db_index=False
    )
    number = models.CharField(_("Order number"), max_length=30, unique=True)
    ordered_at = models.DateTimeField(_("Ordered"), default=clock.now)
    amount = models.BigIntegerField(_("Amount"))
    """Won, VAT included."""
    product = models.CharField(_("Product"), max_length=100)

    class Meta:
        verbose_name = _("Order")
        verbose_name_plural = _("Orders")
        indexes = [
            models.Index(fields=["customer", "-ordered_at", "-id"], name="base_order_customer"),
        ]

    def __str__(self) -> str:
        return self.number
