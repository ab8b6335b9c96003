"""How good the data was that each person collected (B36): kept at the end of each month."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class CollectedQuality(models.Model):
    """What one collector had brought until the end of a month; nobody's where it is unknown."""

    number = models.BigAutoField(primary_key=True)
    on = models.DateField()
    """The last day of a month."""
    collector = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    good = models.PositiveIntegerField()
    """Customers that fulfil a criterion, added up over the six."""
    whole = models.PositiveIntegerField()
    """Six times the customers: the score is `good` of it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["on", "collector"], name="cleansing_collected_month",
                nulls_distinct=False,
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.on} {self.collector_id} {self.good}/{self.whole}"
