"""How far looks at records are (B22, B30)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id


class Scan(models.Model):
    """One look at every record of a type; also the work itself, taken up by its row."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    cursor = models.UUIDField(null=True)
    """Id of the last record that was looked at."""
    total = models.PositiveIntegerField(default=0)
    """About how many there are."""
    seen = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    begun_at = models.DateTimeField(default=clock.now)
    touched_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record"],
                condition=models.Q(state="running"),
                name="cleansing_one_scan",
            )
        ]
        indexes = [models.Index(fields=["record", "-begun_at"], name="cleansing_scans")]

    def __str__(self) -> str:
        return f"{self.record} {self.state}"


class Watch(models.Model):
    """Up to when the new records of a type were looked at."""

    record = models.CharField(max_length=60, primary_key=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.record} {self.until}"
