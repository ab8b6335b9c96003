"""How much a company may send, and how much of it is used (decision 14)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from billing.models.usage import Channel
from dangol.ids import new_id
from tenants.models import Company


class CompanyLimits(models.Model):
    """The operator's limit for one channel of one company, in messages."""

    id = models.UUIDField(primary_key=True, default=new_id)
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, related_name="limits", db_index=False
    )
    channel = models.CharField(max_length=10, choices=Channel)
    per_day = models.PositiveIntegerField()
    per_month = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "channel"], name="billing_limits_channel")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.per_day}/{self.per_month}"


class QuotaWindow(models.Model):
    """Messages taken from the limit of one Korean day or month."""

    class Span(models.TextChoices):
        DAY = "day", _("Day")
        MONTH = "month", _("Month")

    pk = models.CompositePrimaryKey("company_id", "channel", "span", "starts_on")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=10, choices=Channel)
    span = models.CharField(max_length=5, choices=Span)
    starts_on = models.DateField()
    used = models.IntegerField(db_default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(used__gte=0), name="billing_quota_positive")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.span} {self.starts_on} {self.used}"
