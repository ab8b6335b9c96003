"""Invoices (청구서): computed from stored inputs, numbered without a gap, then untouchable (Q5)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id
from tenants.models import Company


class Invoice(models.Model):
    """What one company owes for one month.

    `inputs` is everything the computation reads and `document` everything it says, both as
    canonical JSON: computing `inputs` again gives `document` byte for byte.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ISSUED = "issued", _("Issued")

    class Kind(models.TextChoices):
        CYCLE = "cycle", _("Monthly invoice")

    id = models.UUIDField(primary_key=True, default=new_id)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CYCLE)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    month = models.DateField()
    """The 1st of the service month."""
    number = models.CharField(max_length=20, unique=True, null=True)
    """2026-11-00001, given at issue without a gap per service month."""
    write_date = models.DateField()
    """작성일: the last day of the service month."""
    due_date = models.DateField()
    calc_rule = models.PositiveSmallIntegerField()
    """Which computation made it; an old invoice is recomputed by its own rule."""
    parties: models.JSONField[Any, Any] = models.JSONField()
    """Supplier and buyer as registered at the time of the draft."""
    inputs = models.TextField()
    inputs_sha256 = models.CharField(max_length=64)
    document = models.TextField()
    document_sha256 = models.CharField(max_length=64)
    ledger_seq = models.BigIntegerField()
    """Messages up to this ledger entry are in; later ones go to the next invoice."""
    supply = models.BigIntegerField()
    vat = models.BigIntegerField()
    total = models.BigIntegerField()
    prepaid_supply = models.BigIntegerField()
    """What the prepaid balance covered of the messages, before VAT."""
    prepaid = models.BigIntegerField()
    """Deducted as already paid: what the prepaid balance covered, with its VAT."""
    drafted_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    pdf_sha256 = models.CharField(max_length=64, default="")
    pdf_layout = models.PositiveSmallIntegerField(default=1)
    """Which layout drew the stored PDF, so that a lost file is drawn again to the same bytes."""

    class Meta:
        indexes = [models.Index(fields=["company", "-month"], name="billing_invoice_month")]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "month"],
                condition=Q(kind="cycle"),
                name="billing_invoice_cycle_once",
            ),
            models.CheckConstraint(
                condition=Q(total=F("supply") + F("vat")), name="billing_invoice_total"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", number=None, issued_at=None)
                | Q(state="issued", number__isnull=False, issued_at__isnull=False),
                name="billing_invoice_numbered",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="billing_invoice_month_first"),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.month:%Y-%m} draft"

    @property
    def due(self) -> int:
        """Won still to be paid after the prepaid part."""
        return self.total - self.prepaid

    @property
    def days_late(self) -> int:
        """Days since the last one on which it was to be paid; 0 while there is time, or no debt."""
        if self.state != self.State.ISSUED or self.due <= 0:
            return 0
        return max((clock.today() - self.due_date).days, 0)

    @property
    def pdf_name(self) -> str:
        """Where its PDF lies among the company's own files."""
        return f"invoices/{self.number}.pdf"


class InvoiceLine(models.Model):
    """One line of an invoice, as printed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", db_index=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=20)
    """seat.base, message.sms, refund.sms ..."""
    service_month = models.DateField()
    """Its own month: earlier than the invoice's for what arrived after the freeze."""
    quantity = models.BigIntegerField()
    """Messages, or seat-days."""
    unit_price = models.BigIntegerField(null=True)
    """Won a message; None for seats, whose price is graduated."""
    supply = models.BigIntegerField()
    vat = models.BigIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="billing_line_position")
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.supply}"


class NumberCounter(models.Model):
    """The last number given in a series; its row is locked only in the step that issues."""

    series = models.CharField(max_length=20, primary_key=True)
    last = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"
