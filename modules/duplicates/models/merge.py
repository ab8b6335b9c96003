"""The journal of merges: enough of each to take it back completely (B21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from dangol import clock
from dangol.ids import new_id
from modules.duplicates.models.sweep import Sweep

if TYPE_CHECKING:
    from tenants.people.models import User


class Merge(models.Model):
    """One record (`gone`) became part of another (`kept`).

    The row of the one that is gone stays in its table untouched, out of everybody's sight; what is
    kept here is what the merge changed in the other, and (`Moved`) whose rows it took along.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.CharField(max_length=60)
    """Code of the record type."""
    kept = models.UUIDField()
    gone = models.UUIDField()
    name = models.CharField(max_length=200, blank=True)
    """What the one that is gone was called."""
    choices = models.JSONField(default=dict)
    """{field: "kept" or "gone"} as it was decided."""
    before = models.JSONField(default=dict)
    """{column: value} of the one that stays, where the merge changed it."""
    after = models.JSONField(default=dict)
    """The same columns afterwards."""
    sweep = models.ForeignKey(Sweep, on_delete=models.SET_NULL, null=True, related_name="merges")
    """The round by rule that merged them; None when a person did."""
    by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    undone_by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    """When it became final: what was kept for taking it back is gone since."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=models.Q(undone_at=None), name="duplicates_gone_once"
            ),
        ]
        indexes = [
            models.Index(fields=["kept", "at"], name="duplicates_merge_kept"),
            models.Index(fields=["record", "-at", "-id"], name="duplicates_merge_newest"),
            models.Index(
                fields=["at"],
                condition=models.Q(undone_at=None, closed_at=None),
                name="duplicates_merge_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.gone} -> {self.kept}"


class Moved(models.Model):
    """The rows of one table that a merge made point at the record that stays."""

    pk = models.CompositePrimaryKey("merge_id", "place")
    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="moved", db_index=False)
    place = models.CharField(max_length=120)
    """`app.Model.column`, or `app.Model.x_…` for a company's own field."""
    ids = ArrayField(models.TextField())
    """Primary keys of the rows."""
    renamed = models.JSONField(default=dict)
    """{id: what the row was called} of those that got another name on the way."""

    def __str__(self) -> str:
        return f"{self.place}: {len(self.ids)}"
