"""What scores are made of: one row for each customer who bought or reacted."""

from __future__ import annotations

from django.db import models


class Fact(models.Model):
    """As the last run counted it. A run writes the rows that differ, no others.

    `customer_id` is no foreign key: the row is nobody's history, and the next run removes it once
    the customer is gone or became part of another.
    """

    customer_id = models.UUIDField(primary_key=True)
    first_at = models.DateTimeField(null=True)
    """The first order that counts, and the last: neither cancelled nor returned."""
    last_at = models.DateTimeField(null=True)
    orders = models.IntegerField(default=0)
    recent_orders = models.IntegerField(default=0)
    """Those of the months that count for frequency; `recent_amount` is their sum in won."""
    recent_amount = models.BigIntegerField(default=0)
    years = models.IntegerField(default=0)
    """Bit n is set when something was bought n calendar years before the run's."""
    reactions = models.JSONField(default=dict)
    """{code: how often} within the months that count."""

    def __str__(self) -> str:
        return str(self.customer_id)
