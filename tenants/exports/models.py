"""Who took which list away and why; for long lists also the work of making the file (U6, A14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

from dangol import clock
from dangol.ids import new_id

if TYPE_CHECKING:
    from tenants.people.models import User


class Export(models.Model):
    """One list that somebody took away. While `running`, the row is the work (docs/adr/0003)."""

    class State(models.TextChoices):
        RUNNING = "running"
        READY = "ready"
        CANCELLED = "cancelled"
        FAILED = "failed"
        EXPIRED = "expired"
        TAKEN = "taken"
        """Short, and handed over at once: no file was kept."""

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.CharField(max_length=60)
    """Code of the record type."""
    query = models.TextField(default="", blank=True)
    """Selection and order, as in the list's address; nobody is called `me` in it."""
    columns: models.JSONField[Any, Any] = models.JSONField(default=list)
    subtotals = models.CharField(max_length=600, default="", blank=True)
    """What the groups are added up by, as `looks.subtotals` writes it; "" for records alone."""
    kind = models.CharField(max_length=4)
    """csv or xlsx."""
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=State, default=State.RUNNING)
    problem = models.CharField(max_length=300, default="", blank=True)
    total = models.PositiveIntegerField()
    """Rows there were when it was asked for; when it is over, rows in the file."""
    done = models.PositiveIntegerField(default=0)
    """Rows written so far."""
    attempts = models.PositiveSmallIntegerField(default=0)
    """Workers that began it; each begins anew."""
    standing: models.JSONField[Any, Any] = models.JSONField(default=list)
    """The rights under which the file was made (`tenants.exports.standing`)."""
    size = models.PositiveBigIntegerField(default=0)
    """Bytes of the file."""
    user: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    touched_at = models.DateTimeField(default=clock.now)
    """When a worker last wrote rows; long ago, and it stalled."""
    expires_at = models.DateTimeField(null=True)
    """When the file goes."""
    downloads = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["touched_at"],
                name="exports_running",
                condition=models.Q(state="running"),
            ),
            models.Index(
                fields=["expires_at"], name="exports_ready", condition=models.Q(state="ready")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.kind}"

    @property
    def place(self) -> str:
        """Where its file lies, among those of the company."""
        return f"exports/{self.pk}.{self.kind}"
