"""The double-entry ledger (원장): append-only, chained by hashes, kept by the database (Q4)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangol.ids import new_id
from tenants.models import Company


class LedgerAccount(models.Model):
    """One account of one company's book. A positive leg is a credit, a negative one a debit."""

    class Kind(models.TextChoices):
        PREPAID = "prepaid", _("Prepaid balance")
        POSTPAID = "postpaid", _("Messages on credit, not yet paid")
        USAGE = "usage", _("Messages sold")
        SEATS = "seats", _("Plans sold")
        VAT = "vat", _("VAT of invoices")
        ADVANCE_VAT = "advance_vat", _("VAT received with top-ups")
        RECEIVABLE = "receivable", _("Invoiced plans and VAT, not yet paid")
        BANK = "bank", _("Money received")

    id = models.UUIDField(primary_key=True, default=new_id)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "kind"], name="billing_account_kind")
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.kind}"


class LedgerTx(models.Model):
    """One entry: two or more legs that add up to nothing, one link in the company's chain."""

    class Kind(models.TextChoices):
        TOP_UP = "top_up", _("Top-up")
        CAPTURE = "capture", _("Messages")
        REFUND = "refund", _("Refund")
        INVOICE = "invoice", _("Invoice")
        REVERSAL = "reversal", _("Reversal")

    id = models.UUIDField(primary_key=True, default=new_id)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    """1, 2, 3 ... without a gap within the company."""
    kind = models.CharField(max_length=10, choices=Kind)
    idempotency_key = models.CharField(max_length=100)
    body_sha256 = models.CharField(max_length=64)
    """Digest of the facts behind the entry; for messages, of each usage event."""
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """What the entry is about, for people: reference, invoice, counts."""
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversed_by"
    )
    at = models.DateTimeField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "seq"], name="billing_tx_seq"),
            models.UniqueConstraint(
                fields=["company", "idempotency_key"], name="billing_tx_idempotency"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}/{self.seq} {self.kind}"


class LedgerLeg(models.Model):
    """One side of an entry."""

    id = models.UUIDField(primary_key=True, default=new_id)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", db_index=False)
    tx = models.ForeignKey(LedgerTx, on_delete=models.PROTECT, related_name="legs")
    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="legs")
    amount = models.BigIntegerField()
    """Won; positive is a credit, negative a debit."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="billing_leg_not_zero"),
            models.UniqueConstraint(fields=["tx", "account"], name="billing_leg_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount:+d}"
