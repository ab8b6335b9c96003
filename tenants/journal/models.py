"""Runs, and the journal of what they wrote: one row for each record that was changed (U1, U4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from dangol import clock
from dangol.ids import new_id

if TYPE_CHECKING:
    from tenants.people.models import User


class Run(models.Model):
    """One deed done with many records of a type; also the work itself, taken up by its row.

    Records are walked by id from `cursor` to `until`: a row is looked at once, whatever the deed
    changes in what was selected, and a run that was killed goes on where it stood.
    """

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        CANCELLED = "cancelled"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.CharField(max_length=60)
    """Code of the record type."""
    deed = models.CharField(max_length=20)
    verb = models.CharField(max_length=10)
    """What the user needs the right to do with each record."""
    field = models.CharField(max_length=60, default="", blank=True)
    """The field that is set, as the record type calls it."""
    columns = models.JSONField(default=dict)
    """{column: value} that is written."""
    decides = models.JSONField(default=list)
    """Those columns in which a row must differ to be changed."""
    facts = models.JSONField(default=dict)
    """Who supplies a value for each record, where they do not all get the same."""
    query = models.TextField(default="", blank=True)
    """The list's selection, unless `chosen` names the rows."""
    chosen = models.JSONField(null=True)
    undoes: models.OneToOneField[Run | None, Run | None] = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, related_name="undone_by"
    )
    """The run whose journal is put back by this one."""
    state = models.CharField(max_length=9, choices=State, default=State.RUNNING)
    problem = models.CharField(max_length=300, default="", blank=True)
    is_long = models.BooleanField(default=False)
    """Whether it goes on in the background."""
    total = models.PositiveIntegerField(null=True)
    """Rows it looks at; None until they are counted."""
    seen = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    cursor = models.UUIDField(null=True)
    """Id of the last row that was looked at."""
    until = models.UUIDField(null=True)
    """Id of the last row there was when it began: what is added meanwhile stays out."""
    started_by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    begun_at = models.DateTimeField(default=clock.now)
    touched_at = models.DateTimeField(default=clock.now)
    """When a worker last did a part; long ago, and it stalled."""
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["touched_at"],
                name="journal_run_running",
                condition=models.Q(state="running"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.deed} {self.field}"


class Change(models.Model):
    """What a run changed in one record."""

    pk = models.CompositePrimaryKey("run_id", "object_id")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="changes", db_index=False)
    object_id = models.UUIDField()
    before = models.JSONField()
    """{column: value}, as PostgreSQL writes it in JSON."""
    after = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["object_id"], name="journal_change_record")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.object_id}"


class LeftOut(models.Model):
    """A record that a run left as it was, and why."""

    pk = models.CompositePrimaryKey("run_id", "object_id")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="left_out", db_index=False)
    object_id = models.UUIDField()
    reason = models.CharField(max_length=80)
    """closed, changed, gone, not_stored; a code of the record type; `rule:` and a constraint."""

    def __str__(self) -> str:
        return f"{self.object_id} {self.reason}"
