"""A file that lies with a record (첨부 파일), and one that waits for its form to be saved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id


class StoredFile(models.Model):
    """What is known of a file whose bytes lie in the company's storage, under its id alone."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=150)
    """As people call it, cleaned."""
    kind = models.CharField(max_length=20)
    """What its bytes are; see `tenants.attachments.kinds`."""
    size = models.BigIntegerField()
    """Bytes."""
    has_picture = models.BooleanField(default=False)
    """Whether a small picture of it was drawn."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """Where its bytes lie among the company's files."""
        return f"files/{self.pk}"

    @property
    def picture_place(self) -> str:
        return f"files/{self.pk}-small"


class Attachment(StoredFile):
    """One file of one record; its name is unlike every other of the record."""

    record = models.CharField(max_length=60)
    """Code of the record type, such as base.customer."""
    object_id = models.UUIDField()
    field = models.CharField(max_length=12, default="")
    """Name of the company's own field whose value it is; "" for the files of a record's block."""
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = _("Files")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "object_id", "name"],
                condition=models.Q(deleted_at=None),
                name="attachments_name_once",
            )
        ]
        indexes = [
            models.Index(fields=["record", "object_id", "-added_at"], name="attachments_of"),
            models.Index(
                fields=["deleted_at"],
                condition=models.Q(deleted_at__isnull=False),
                name="attachments_gone",
            ),
        ]


class PendingFile(StoredFile):
    """A file that was sent with a form which is not saved yet (임시 파일).

    It is its owner's alone and gone after a day. The form that is saved makes it an `Attachment` of
    the same id, so that the bytes stay where they are.
    """

    record = models.CharField(max_length=60)
    field = models.CharField(max_length=12)
    """The company's own field that it was chosen for; no other takes it."""
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["at"], name="attachments_pending_at")]
