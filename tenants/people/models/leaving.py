"""Who left, who got their work, and what it was: so that it can be taken back (P5)."""

from __future__ import annotations

from django.db import models

from dangol import clock
from dangol.ids import new_id
from tenants.people.models.user import User


class Leaving(models.Model):
    """One deactivation of a user. Its state is what a worker goes on with, part by part."""

    class State(models.TextChoices):
        GIVING = "giving"
        """Records are on their way to the heir."""
        GIVEN = "given"
        RETURNING = "returning"
        """It was undone: records are on their way back."""
        OVER = "over"
        """Nothing can be taken back any more."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="leavings")
    heir = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    """None where the records stay."""
    plans = models.JSONField(default=list)
    """Codes of the plans that the user held until then."""
    actor_id = models.UUIDField(null=True)
    """Who did it; in their name the worker gives and takes back, as in the audit."""
    actor_name = models.CharField(max_length=60, default="")
    state = models.CharField(max_length=9, choices=State, default=State.GIVING)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"


class HandedOver(models.Model):
    """A record that the heir got; gone once it has been taken back."""

    pk = models.CompositePrimaryKey("leaving_id", "record", "object_id")
    leaving = models.ForeignKey(
        Leaving, on_delete=models.CASCADE, related_name="records", db_index=False
    )
    record = models.CharField(max_length=60)
    """Code of the record type."""
    object_id = models.UUIDField()
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.record} {self.object_id}"
