"""A hint (내부통지): which screen somebody showed to whom, and what came of it (A30)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id

if TYPE_CHECKING:
    from tenants.people.models import User

LONGEST_NOTE = 1_000
LONGEST_ANSWER = 300
LONGEST_ADDRESS = 1_000


class Hint(models.Model):
    """One screen shown to colleagues. Its title is read each time, under the reader's rights."""

    id = models.UUIDField(primary_key=True, default=new_id)
    sender: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    url = models.CharField(max_length=LONGEST_ADDRESS)
    """Path and query on the company's own host."""
    view = models.CharField(max_length=100)
    """Name of the address, such as base:customer-page."""
    record = models.CharField(max_length=60, default="", blank=True)
    """Code of the record type whose record the screen shows; empty for any other screen."""
    object_id = models.CharField(max_length=40, default="", blank=True)
    note = models.TextField(_("Note"), max_length=LONGEST_NOTE, default="", blank=True)
    wants_confirmation = models.BooleanField(_("Please confirm"), default=False)
    by_app = models.BooleanField(_("In Dangol"), default=True)
    by_mail = models.BooleanField(_("By mail"), default=False)
    to = models.JSONField(default=list)
    """Whom the sender chose, as in the form: u and a user's id, d and a department's."""
    sent_at = models.DateTimeField(default=clock.now)
    count = models.PositiveIntegerField(default=0)
    """Receivers who still have it: fewer after some of it was taken back."""

    class Meta:
        verbose_name_plural = _("Shown screens")
        indexes = [
            models.Index(fields=["sender", "-sent_at", "-id"], name="hints_sent"),
            models.Index(
                fields=["record", "object_id", "-sent_at", "-id"],
                name="hints_of_record",
                condition=~models.Q(record=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.view} {self.object_id}"


class Receipt(models.Model):
    """One receiver of a hint, and how far they are with it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hint = models.ForeignKey(Hint, on_delete=models.CASCADE, related_name="receipts")
    user: models.ForeignKey[User, User] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=clock.now)
    """When it was sent: the order of the receiver's page."""
    read_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    """When the receiver first went on to the screen."""
    confirmed_at = models.DateTimeField(null=True)
    answer = models.CharField(_("Answer"), max_length=LONGEST_ANSWER, default="", blank=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    """When the sender took it back, unread."""
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hint", "user"], name="hints_told_once")]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="hints_received"),
            models.Index(
                fields=["user", "-at", "-id"],
                name="hints_unread",
                condition=models.Q(read_at=None, withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hint_id} {self.user_id}"
