"""Arrangements of record pages, and links on them (A16, A18)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

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


class Link(models.Model):
    """A link from a record's page to another system (연결 링크)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.CharField(max_length=60)
    """Code of the record type."""
    label_ko = models.CharField(_("Name in Korean"), max_length=40)
    label_en = models.CharField(_("Name in English"), max_length=40, blank=True)
    address = models.CharField(_("Address"), max_length=500)
    """https://…/{field}: what stands in braces is a field of the record."""
    icon = models.CharField(_("Icon"), max_length=40, default="external-link")
    roles = ArrayField(models.UUIDField(), default=list, blank=True)
    """Ids of the roles that see it; empty is everybody."""
    position = models.PositiveIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["record", "position"], name="pages_link_of")]

    def __str__(self) -> str:
        return self.label_ko
