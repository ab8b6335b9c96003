"""When customers went from one stage of life to another (B32): what reports are made of."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.base.models import Customer
from modules.base.models.scores import Lifecycle
from modules.scoring.models.run import Run


class StageChange(models.Model):
    """One step. The stage that a customer is in now stands with the customer."""

    number = models.BigAutoField(primary_key=True)
    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, related_name="stage_changes", db_index=False
    )
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="changes", db_index=False)
    before = models.PositiveSmallIntegerField(choices=Lifecycle)
    before_on = models.DateField()
    """Since when they were in the stage that they left."""
    after = models.PositiveSmallIntegerField(choices=Lifecycle)
    after_on = models.DateField()
    """The day that the rules give, not the night in which it was noticed."""

    class Meta:
        verbose_name_plural = _("Changes of stage")
        indexes = [
            models.Index(fields=["customer", "after_on"], name="scoring_stage_customer"),
            models.Index(fields=["after_on", "after"], name="scoring_stage_day"),
            models.Index(fields=["run"], name="scoring_stage_run"),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after} {self.after_on}"
