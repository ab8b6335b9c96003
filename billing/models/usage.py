"""Metered messages: each counted once, whatever is repeated (Q3)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dangol.ids import new_id
from tenants.models import Company


class Channel(models.TextChoices):
    """How a message travels, and by which price it is charged (decision 10)."""

    EMAIL = "email", _("Bulk email")
    SMS = "sms", _("SMS")
    LMS = "lms", _("Long SMS")


class Source(models.TextChoices):
    """What kind of fact a usage event states."""

    MESSAGE = "message", _("Accepted message")
    REFUND = "refund", _("Refund of a failed message")


class UsageKey(models.Model):
    """The guard against counting twice: one row per fact, without its time.

    It never gets partitioned, so that UsageEvent may be (a unique index of a partitioned table has
    to contain the partition key, and a retry with another time would slip through).
    """

    pk = models.CompositePrimaryKey("company_id", "source", "event_id")
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    """Row-level security vouches for it; a foreign key would look the company up per message."""
    source = models.CharField(max_length=10, choices=Source)
    event_id = models.UUIDField()
    """The message's own id."""
    body_sha256 = models.CharField(max_length=64)
    """Digest of what makes the fact: channel, quantity, unit price. Times do not count."""

    def __str__(self) -> str:
        return f"{self.source} {self.event_id}"


class UsageEvent(models.Model):
    """One billable fact: a message the provider accepted, or the refund of one. Append-only."""

    id = models.UUIDField(primary_key=True, default=new_id)
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    source = models.CharField(max_length=10, choices=Source)
    event_id = models.UUIDField()
    send_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=10, choices=Channel)
    quantity = models.SmallIntegerField()
    """1 for a message, -1 for its refund."""
    unit_price = models.BigIntegerField()
    amount = models.BigIntegerField()
    """Won before VAT."""
    prepaid = models.BigIntegerField()
    """The part of `amount` that came from the prepaid balance (or went back to it)."""
    service_month = models.DateField()
    """The 1st of the Korean month in which the message was accepted."""
    event_time = models.DateTimeField()
    received_at = models.DateTimeField()
    provider = models.CharField(max_length=40)
    provider_message_id = models.CharField(max_length=200)
    ledger_seq = models.BigIntegerField()
    """The company's ledger entry that charged it; invoices count up to an entry (Q5)."""

    class Meta:
        indexes = [
            models.Index(fields=["company", "event_id"], name="billing_usage_event"),
            models.Index(fields=["company", "service_month"], name="billing_usage_month"),
            models.Index(fields=["company", "ledger_seq"], name="billing_usage_ledger"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=F("quantity") * F("unit_price")), name="billing_usage_amount"
            ),
            models.CheckConstraint(
                condition=Q(service_month__day=1), name="billing_usage_month_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.channel} {self.event_id}"


class UsageTotal(models.Model):
    """Sums of a company's usage events, kept by each flush, so that no screen counts millions."""

    pk = models.CompositePrimaryKey(
        "company_id", "service_month", "source", "channel", "unit_price"
    )
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", db_index=False)
    service_month = models.DateField()
    source = models.CharField(max_length=10, choices=Source)
    channel = models.CharField(max_length=10, choices=Channel)
    unit_price = models.BigIntegerField()
    quantity = models.BigIntegerField()
    amount = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.service_month:%Y-%m} {self.source} {self.channel} {self.quantity}"


class UsageDay(models.Model):
    """Sums of usage by Korean day and send, kept by each flush: charts and lists by campaign."""

    id = models.UUIDField(primary_key=True, default=new_id)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    """The Korean day of the fact itself: a refund's may lie after its service month."""
    service_month = models.DateField()
    send_id = models.UUIDField(null=True)
    """The send in the company's own schema; None for messages that belong to none."""
    source = models.CharField(max_length=10, choices=Source)
    channel = models.CharField(max_length=10, choices=Channel)
    unit_price = models.BigIntegerField()
    quantity = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "company", "service_month", "day", "send_id", "source", "channel", "unit_price"
                ],
                nulls_distinct=False,
                name="billing_usage_day_once",
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["company", "-day"], name="billing_usage_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.source} {self.channel} {self.quantity}"


class UsageConflict(models.Model):
    """The same message came again with another body: not counted, kept for people to look at."""

    id = models.UUIDField(primary_key=True, default=new_id)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source)
    event_id = models.UUIDField()
    body_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "source", "event_id", "body_sha256"],
                name="billing_conflict_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.event_id}"
