"""A message to colleagues (메시지), and each receiver's copy of it (A26)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.ids import new_id

if TYPE_CHECKING:
    from tenants.people.models import User

LONGEST_SUBJECT = 200
LONGEST_TEXT = 10_000


class Message(models.Model):
    """One message. Reserved ones have no `sent_at` yet; receivers get their copies when it leaves.

    to  whom the sender chose: u and a user's id, d and a department's; read when it is sent, so
        that a reserved one reaches who works there by then
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    sender: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    subject = models.CharField(_("Subject"), max_length=LONGEST_SUBJECT)
    text = models.TextField(
        pgettext_lazy("message", "Text"), max_length=LONGEST_TEXT, blank=True, default=""
    )
    customer = models.ForeignKey(
        "base.Customer", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answers = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    to = models.JSONField(default=list)
    written_at = models.DateTimeField(default=clock.now)
    placed_at = models.DateTimeField(default=clock.now)
    """Its place in the sent box: when it was sent, or is to be."""
    reserved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    trashed_at = models.DateTimeField(null=True)
    """When the sender put it into the own trash."""
    count = models.PositiveIntegerField(default=0)
    """Receivers who still have it."""

    class Meta:
        verbose_name_plural = _("Messages")
        indexes = [
            models.Index(
                fields=["sender", "-placed_at", "-id"],
                name="letters_sent",
                condition=models.Q(trashed_at=None),
            ),
            models.Index(
                fields=["reserved_at"],
                name="letters_due",
                condition=models.Q(sent_at=None, cancelled_at=None, reserved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_reserved(self) -> bool:
        return self.sent_at is None and self.cancelled_at is None


class Delivery(models.Model):
    """One receiver's copy of a message."""

    id = models.UUIDField(primary_key=True, default=new_id)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    user: models.ForeignKey[User, User] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=clock.now)
    """When it was received."""
    read_at = models.DateTimeField(null=True)
    trashed_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    """When the sender took it back, unread."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "user"], name="letters_once")]
        indexes = [
            models.Index(
                fields=["user", "-at", "-id"],
                name="letters_received",
                condition=models.Q(trashed_at=None, taken_back_at=None),
            ),
            models.Index(
                fields=["user"],
                name="letters_unread",
                condition=models.Q(read_at=None, trashed_at=None, taken_back_at=None),
            ),
            models.Index(
                fields=["user", "-at", "-id"],
                name="letters_trashed",
                condition=models.Q(trashed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.user_id}"
