"""Registration data as it stands on invoices (Q5)."""

from __future__ import annotations

from django.db import models

from tenants.models import Company


class CompanyProfile(models.Model):
    """The business registration (사업자등록) of a company, copied into each of its invoices."""

    company = models.OneToOneField(
        Company, on_delete=models.PROTECT, primary_key=True, related_name="profile"
    )
    legal_name = models.CharField(max_length=100, default="", blank=True)
    """상호; empty means the company's display name."""
    representative = models.CharField(max_length=60, default="", blank=True)
    """대표자."""
    street = models.CharField(max_length=200, default="", blank=True)
    """사업장 주소."""
    business_type = models.CharField(max_length=60, default="", blank=True)
    """업태."""
    business_item = models.CharField(max_length=60, default="", blank=True)
    """종목."""
    email = models.EmailField(max_length=254, default="", blank=True)
    """Where questions and documents about invoices go."""
    due_day = models.PositiveSmallIntegerField(
        choices=[(10, "10"), (15, "15"), (25, "25"), (31, "31")], default=25
    )
    """Day of the month of issue by which an invoice is paid; 31 is the last day (decision 7)."""

    ON_INVOICES = ("legal_name", "representative", "street", "business_type", "business_item")

    def __str__(self) -> str:
        return self.legal_name

    @property
    def missing(self) -> int:
        """How many of the fields that stand on invoices are empty."""
        return sum(not getattr(self, name) for name in self.ON_INVOICES)
