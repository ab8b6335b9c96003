"""Hand-overs (인수·인계): who gave what to whom and why, record by record (B35)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models

from dangol import clock
from dangol.ids import new_id
from tenants.people.models import User

UNDO_DAYS = 30


class Handover(models.Model):
    """One hand-over. Its state is what a worker goes on with, part by part (docs/adr/0003)."""

    class State(models.TextChoices):
        GIVING = "giving"
        GIVEN = "given"
        RETURNING = "returning"
        RETURNED = "returned"

    id = models.UUIDField(primary_key=True, default=new_id)
    giver = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    heirs: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Ids of those who get the records, in turns."""
    wanted: models.JSONField[Any, Any] = models.JSONField(default=list)
    """What is given: {"record", "passing", "query", "view"}, as `services.asking.Wanted` has it."""
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=State, default=State.GIVING)
    place = models.PositiveSmallIntegerField(default=0)
    """Which of `wanted` is under way."""
    cursor = models.UUIDField(null=True)
    """Id of the last record of it that was looked at."""
    counts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """{"base.customer own": {"given", "left", "back", "stayed"}} so far."""
    actor_id = models.UUIDField(null=True)
    """Who did it, or undid it; in their name and with their rights the worker goes on."""
    actor_name = models.CharField(max_length=60, default="")
    at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="handover_newest")]

    def __str__(self) -> str:
        return f"{self.giver_id} {self.state}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.GIVING, self.State.RETURNING)

    @property
    def may_return(self) -> bool:
        """Whether it can still be undone."""
        is_young = clock.now() < self.at + timedelta(days=UNDO_DAYS)
        return self.state == self.State.GIVEN and is_young


class Handed(models.Model):
    """A record that an heir got. `is_back` once it was looked at by the way back."""

    pk = models.CompositePrimaryKey("handover_id", "record", "passing", "object_id")
    handover = models.ForeignKey(
        Handover, on_delete=models.CASCADE, related_name="records", db_index=False
    )
    record = models.CharField(max_length=60)
    """Code of the record type; `passing` of what of it passed."""
    passing = models.CharField(max_length=20)
    object_id = models.UUIDField()
    heir_id = models.UUIDField()
    at = models.DateTimeField(default=clock.now)
    is_back = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.record} {self.object_id}"
