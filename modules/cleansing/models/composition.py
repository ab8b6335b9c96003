"""What the company's customers were made of on a day (A23): counts, kept each night."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Measure(models.TextChoices):
    """What is counted. The first four have one number a day, the others one for each part."""

    TOTAL = "total", _("In all")
    NEW = "new", _("Added")
    MERGED = "merged", _("Merged away")
    REMOVED = "removed", _("Moved to the trash")
    SOURCE = "source", _("Source")
    GRADE = "grade", _("Grade")
    STAGE = "stage", _("Life cycle")
    REGION = "region", _("Region")
    FILLED = "filled", _("Filled fields")


class CompositionFigure(models.Model):
    """Customers of one part, such as a source, at the end of one day."""

    number = models.BigAutoField(primary_key=True)
    on = models.DateField()
    measure = models.CharField(max_length=8, choices=Measure)
    part = models.CharField(max_length=60, blank=True)
    """Name of the source or field, code of grade, stage or region; "" where there is one number."""
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["on", "measure", "part"], name="cleansing_composition_day"
            )
        ]
        indexes = [models.Index(fields=["measure", "on"], name="cleansing_composition_line")]

    def __str__(self) -> str:
        return f"{self.on} {self.measure} {self.part} {self.count}"
