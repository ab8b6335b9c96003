"""How good the data was on a day (B29): figures of the whole company, kept each night."""

from __future__ import annotations

from django.db import models


class QualityFigure(models.Model):
    """Customers with one shortcoming, or with any of a criterion's, on one day."""

    number = models.BigAutoField(primary_key=True)
    on = models.DateField()
    code = models.CharField(max_length=40)
    """Of a shortcoming or a criterion, as `modules.base.quality` has them."""
    wanting = models.PositiveIntegerField()
    whole = models.PositiveIntegerField()
    """All customers of that day."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["on", "code"], name="cleansing_quality_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.code} {self.wanting}/{self.whole}"
