"""Looking through all records of a type for duplicates (B20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from dangol import clock
from dangol.ids import new_id

if TYPE_CHECKING:
    from tenants.people.models import User


class Scan(models.Model):
    """One look through everything; also the work itself, which begins anew after a kill."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.CharField(max_length=60)
    """Code of the record type."""
    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    step = models.CharField(max_length=20, default="", blank=True)
    """What it does: read, clean, block, learn, judge, keep."""
    share = models.FloatField(default=0)
    """How much of the step is done, 0 to 1."""
    rows = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    """Pairs, those that were known before among them."""
    weights = models.JSONField(null=True)
    """What it learned: how much each agreement is worth. The check at entry asks it, too."""
    problem = models.CharField(max_length=300, default="", blank=True)
    started_by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    begun_at = models.DateTimeField(default=clock.now)
    touched_at = models.DateTimeField(default=clock.now)
    """When its worker last said something; long ago, and it stalled."""
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=models.Q(state="running"), name="duplicates_scan_once"
            )
        ]
        indexes = [models.Index(fields=["record", "-begun_at"], name="duplicates_scan_newest")]

    def __str__(self) -> str:
        return f"{self.record} {self.state}"
