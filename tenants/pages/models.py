"""Arrangements of record pages (A16)."""

from __future__ import annotations

from django.db import models

from dangol import clock
from dangol.ids import new_id


class Layout(models.Model):
    """The arrangement (화면 배치) of one record type, for one role or for everybody."""

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.CharField(max_length=60)
    """Code of the record type, such as base.customer."""
    role = models.ForeignKey(
        "people.AccessRole", null=True, on_delete=models.CASCADE, related_name="+"
    )
    """None is everybody without an arrangement of their role."""
    arrangement = models.JSONField(null=True)
    """As `dangol.records.layouts.written` says it; None is the declared one."""
    before = models.JSONField(null=True)
    """What the last change replaced, so that it can be taken back."""
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "role"], nulls_distinct=False, name="pages_layout_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.role_id or ''}"
