"""Who changed what, when and from where (V3, decision 20)."""

from __future__ import annotations

from django.db import models

from dangol import clock
from dangol.ids import new_id
from dangol.records.model import AppendOnlyModel


class AuditEntry(AppendOnlyModel):
    """One change. The company's own database role may insert and read, never change or delete."""

    id = models.UUIDField(primary_key=True, default=new_id)
    at = models.DateTimeField(default=clock.now)
    actor_id = models.UUIDField(null=True)
    """The user; None for the system itself."""
    actor_name = models.CharField(max_length=60, default="")
    address = models.GenericIPAddressField(null=True)
    """Where the request came from; None for work in the background."""
    action = models.CharField(max_length=60)
    """`module.noun.verb`, such as base.customer.edit."""
    subject = models.CharField(max_length=60)
    """Kind of the record, such as base.customer."""
    subject_id = models.CharField(max_length=40, default="")
    summary = models.CharField(max_length=200, default="")
    changes = models.JSONField(default=dict)
    """{field: [before, after]} of an edit, or facts of the action."""

    class Meta:
        indexes = [
            models.Index(fields=["subject", "subject_id", "-at"], name="people_audit_subject"),
            models.Index(fields=["-at"], name="people_audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.action} {self.subject_id}"
