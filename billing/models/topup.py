"""Money that came in for a message account (decision 11)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from billing.models.ledger import LedgerTx
from dangol.ids import new_id
from tenants.models import Company


class TopUp(models.Model):
    """A payment by bank transfer, entered by the provider's staff from the bank statement."""

    id = models.UUIDField(primary_key=True, default=new_id)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    supply = models.BigIntegerField()
    """What the account gains, in won before VAT."""
    vat = models.BigIntegerField()
    paid = models.BigIntegerField()
    """What the bank received."""
    reference = models.CharField(max_length=60)
    """How the bank statement names the payment; entered once per company."""
    received_on = models.DateField()
    entered_by = models.CharField(max_length=60)
    entered_at = models.DateTimeField()
    ledger_tx = models.OneToOneField(LedgerTx, on_delete=models.PROTECT, related_name="top_up")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "reference"], name="billing_topup_once"),
            models.CheckConstraint(
                condition=Q(paid=F("supply") + F("vat")) & Q(supply__gt=0),
                name="billing_topup_sum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.paid}"
