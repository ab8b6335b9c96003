"""A sign-up between the form and the confirmed mail address (P2)."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id
from tenants.models import Company

LIFE = timedelta(hours=24)
"""How long the link in the mail works, and the address stays reserved."""


class SignUp(models.Model):
    """One filled form. While open it reserves the address; confirmed, it has become a company."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for confirmation")
        CONFIRMED = "confirmed", _("Confirmed")
        EXPIRED = "expired", _("Expired")

    id = models.UUIDField(primary_key=True, default=new_id)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    company_name = models.CharField(max_length=60)
    business_number = models.CharField(max_length=10)
    address = models.CharField(max_length=30)
    admin_name = models.CharField(max_length=60)
    email = models.EmailField(max_length=254)
    password = models.CharField(max_length=128)
    """Encoded; the plain one is never stored."""
    seats = models.JSONField(default=dict)
    """{plan: users} as chosen on the price page: an estimate, the founder gets the largest."""
    language = models.CharField(max_length=2, default="ko")
    terms_at = models.DateTimeField()
    privacy_at = models.DateTimeField()
    news_at = models.DateTimeField(null=True)
    """When the optional consent to news of Dangol was given; None when it was not."""
    legal_version = models.CharField(max_length=10, default="")
    """Version of the legal texts that were agreed to: `legal.VERSION` of that day."""
    mailed_at = models.DateTimeField(default=clock.now)
    """When the link was last asked for."""
    client_address = models.GenericIPAddressField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address"],
                condition=models.Q(state="open"),
                name="signup_address_reserved_once",
            ),
            models.UniqueConstraint(
                fields=["business_number"],
                condition=models.Q(state="open"),
                name="signup_business_number_once",
            ),
        ]
        indexes = [
            models.Index(fields=["client_address", "created_at"], name="signup_by_client"),
        ]

    def __str__(self) -> str:
        return f"{self.company_name} ({self.address})"

    @property
    def expires_at(self) -> object:
        return self.created_at + LIFE
