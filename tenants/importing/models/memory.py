"""What imports leave behind: values they overwrote, and how their columns were matched (U5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from dangol import clock
from dangol.ids import new_id
from dangol.imports.plan import OnDuplicate
from tenants.importing.models.runs import ImportRun

if TYPE_CHECKING:
    from tenants.people.models import User


class ImportChange(models.Model):
    """What an import overwrote in one record: values before and after, by column or own field."""

    pk = models.CompositePrimaryKey("run_id", "record_id")
    run = models.ForeignKey(
        ImportRun, on_delete=models.CASCADE, related_name="changes", db_index=False
    )
    record_id = models.UUIDField()
    number = models.PositiveIntegerField()
    """The first row of the file that changed it."""
    is_new = models.BooleanField(default=False)
    """An earlier row of the same file made the record."""
    before = models.JSONField()
    after = models.JSONField()
    moment = models.DateTimeField()
    """`updated_at` of the record after the last change."""

    class Meta:
        indexes = [
            models.Index(fields=["run", "number"], name="importing_change_number"),
            models.Index(fields=["record_id"], name="importing_change_record"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.record_id}"


class ImportKept(models.Model):
    """A record that stays as the import left it, because somebody used or changed it since."""

    pk = models.CompositePrimaryKey("run_id", "record_id")
    run = models.ForeignKey(
        ImportRun, on_delete=models.CASCADE, related_name="kept_records", db_index=False
    )
    record_id = models.UUIDField()
    reason = models.CharField(max_length=80)
    """A code, and after a colon the column."""

    def __str__(self) -> str:
        return f"{self.record_id} {self.reason}"


class ImportMapping(models.Model):
    """How a file's columns were matched: the last time for each user and header, or by a name."""

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.CharField(max_length=60)
    name = models.CharField(max_length=60, blank=True)
    """"" for what is remembered by itself."""
    signature = models.CharField(max_length=64)
    """Of the header it was made for."""
    heads = models.JSONField()
    """{field: head of its column}."""
    keys = models.JSONField(default=list)
    on_duplicate = models.CharField(max_length=6, choices=OnDuplicate)
    user: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    used_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "signature", "user"],
                condition=models.Q(name=""),
                name="importing_mapping_last",
            ),
            models.UniqueConstraint(
                fields=["record", "name"],
                condition=~models.Q(name=""),
                name="importing_mapping_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name
