"""The price book and who is on which version of it (Q2)."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id
from tenants.models import Company


class PriceVersion(models.Model):
    """One version of the price book (가격판); once published the database refuses to change it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.PositiveIntegerField(unique=True)
    """What people call it: version 7."""
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    effective_from = models.DateField()
    """New companies get the newest published version whose day has come (KST)."""
    body: models.JSONField[Any, Any] = models.JSONField()
    """Prices in won before VAT; read through `services.pricing.PriceBook.read`."""
    sha256 = models.CharField(max_length=64)
    """Digest of the canonical JSON of `body`."""
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["effective_from"],
                condition=Q(state="published"),
                name="billing_price_one_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"v{self.number}"


class Contract(models.Model):
    """From when until when a company pays by which price version; periods never overlap."""

    id = models.UUIDField(primary_key=True, default=new_id)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    price_version = models.ForeignKey(PriceVersion, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    """The first day it no longer holds; None while it is open."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="billing_contract_forward",
            ),
            ExclusionConstraint(
                name="billing_contract_no_overlap",
                expressions=[
                    (
                        Func("company_id", "company_id", Value("[]"), function="int8range"),
                        "&&",
                    ),
                    (Func("starts_on", "ends_on", function="daterange"), "&&"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.starts_on} {self.price_version_id}"
