"""The history of licences (Q1, decision 4)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dangol.ids import new_id
from tenants.models import Company
from tenants.people.models.user import Plan


class SeatEvent(models.Model):
    """A user gained or lost a licence. Append-only: the database refuses changes."""

    id = models.UUIDField(primary_key=True, default=new_id)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    user_id = models.UUIDField()
    """The user in the company's own schema."""
    plan = models.CharField(max_length=10, choices=Plan)
    delta = models.SmallIntegerField()
    """+1 gained, -1 lost."""
    at = models.DateTimeField()
    effective_date = models.DateField()
    """The Korean day at whose end it counts first."""

    class Meta:
        indexes = [
            models.Index(fields=["company", "effective_date"], name="billing_seat_company_day")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(delta__in=(-1, 1)), name="billing_seat_delta")
        ]

    def __str__(self) -> str:
        return f"{self.effective_date} {self.plan} {self.delta:+d}"
