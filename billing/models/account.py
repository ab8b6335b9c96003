"""The message account (메시지 계정) as it stands, and what is held of it (Q4)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from dangol import clock
from dangol.ids import new_id
from tenants.models import Company

NEW_COMPANY_CREDIT = 50_000
"""Won of credit that a new company starts with."""


class AccountBalance(models.Model):
    """The head of a company's book: projections of the ledger, and the row that serialises it.

    Whoever writes the ledger or a hold locks this row first. The check below is what no race and no
    mistake in code gets past.
    """

    company = models.OneToOneField(
        Company, on_delete=models.PROTECT, primary_key=True, related_name="message_account"
    )
    posted = models.BigIntegerField(db_default=0)
    """Prepaid balance less messages on credit: the sum of the legs on both accounts."""
    owed = models.BigIntegerField(db_default=0)
    """Messages on credit that are not paid yet."""
    held = models.BigIntegerField(db_default=0)
    """What open holds still keep."""
    credit_limit = models.BigIntegerField(db_default=NEW_COMPANY_CREDIT)
    seq = models.BigIntegerField(db_default=0)
    """Number of the last ledger entry."""
    head = models.CharField(max_length=64, db_default="0" * 64)
    """Hash of the last ledger entry: the end of the chain."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(posted__gte=F("held") - F("credit_limit")),
                name="billing_balance_covered",
            ),
            models.CheckConstraint(condition=Q(held__gte=0), name="billing_balance_held"),
            models.CheckConstraint(condition=Q(owed__gte=0), name="billing_balance_owed"),
            models.CheckConstraint(
                condition=Q(posted__gte=-F("owed")), name="billing_balance_prepaid"
            ),
            models.CheckConstraint(condition=Q(credit_limit__gte=0), name="billing_balance_credit"),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.posted}"

    @property
    def prepaid(self) -> int:
        """Prepaid balance in won, never negative."""
        return self.posted + self.owed

    @property
    def available(self) -> int:
        """Won that a new hold may take."""
        return self.posted + self.credit_limit - self.held


class Hold(models.Model):
    """Money kept for a send: captured as messages are accepted, released for the rest."""

    id = models.UUIDField(primary_key=True, default=new_id)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=100)
    """Given by the caller; the same key is the same hold."""
    purpose = models.CharField(max_length=100)
    amount = models.BigIntegerField()
    captured = models.BigIntegerField(default=0)
    released = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(
                fields=["company"],
                name="billing_hold_open",
                condition=Q(amount__gt=F("captured") + F("released")),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "key"], name="billing_hold_key"),
            models.CheckConstraint(
                condition=Q(captured__gte=0) & Q(released__gte=0), name="billing_hold_positive"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=F("captured") + F("released")), name="billing_hold_within"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.left}"

    @property
    def left(self) -> int:
        """Won still kept."""
        return self.amount - self.captured - self.released
