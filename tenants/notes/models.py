"""A note on a record (메모), and a line of a timeline that was pinned to the top."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id
from dangol.records.timeline.notes import LONGEST


class Note(models.Model):
    """What a colleague wrote down about one record of any type."""

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.CharField(max_length=60)
    """Code of the record type, such as base.customer."""
    object_id = models.UUIDField()
    text = models.TextField(max_length=LONGEST)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = _("Notes")
        indexes = [
            models.Index(fields=["record", "object_id", "-written_at", "-id"], name="notes_of"),
            models.Index(
                fields=["deleted_at"],
                condition=models.Q(deleted_at__isnull=False),
                name="notes_gone",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Pin(models.Model):
    """One pinned line: the entry `key` of a source on the timeline of a record."""

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.CharField(max_length=60)
    object_id = models.UUIDField()
    source = models.CharField(max_length=60)
    """Code of the source, as its layer or module declares it."""
    key = models.UUIDField()
    pinned_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "object_id", "source", "key"], name="notes_pinned_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.source} {self.key}"
