"""What was done to the rows of a check, deed by deed, so that the last one can be undone (U5)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tenants.importing.models.runs import ImportRun


class Deed(models.TextChoices):
    """The ways to repair rows; codes are kept."""

    MEND = "mend"
    EMPTY = "empty"
    SKIP = "skip"
    BACK = "back"
    ALIKE = "alike"
    EMPTY_ALIKE = "empty-alike"
    REPLACE = "replace"


class ImportStep(models.Model):
    """One deed. Forgotten once the import starts, or the file is read otherwise."""

    pk = models.CompositePrimaryKey("run_id", "number")
    run = models.ForeignKey(
        ImportRun, on_delete=models.CASCADE, related_name="steps", db_index=False
    )
    number = models.PositiveIntegerField()
    """The first is 1; the one with the highest number is undone first."""
    deed = models.CharField(max_length=12, choices=Deed)
    facts = models.JSONField(default=dict)
    """What tells people which deed it was: `row`, `count`, `find`, `put`."""

    def __str__(self) -> str:
        return f"{self.number} {self.deed}"


class ImportBefore(models.Model):
    """A row as it was before a deed."""

    pk = models.CompositePrimaryKey("run_id", "step", "number")
    run = models.ForeignKey(
        ImportRun, on_delete=models.CASCADE, related_name="befores", db_index=False
    )
    step = models.PositiveIntegerField()
    """Number of the deed."""
    number = models.PositiveIntegerField()
    """Number of the row."""
    mended = ArrayField(models.TextField(), null=True)
    left_out = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["run", "number"], name="importing_before_number")]

    def __str__(self) -> str:
        return f"{self.step} {self.number}"
