"""What happened to a message after the provider took it (S7): appended, never changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id
from messaging.models.message import Message


class MessageEvent(models.Model):
    """One report of a provider, or one deed of the recipient."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Delivery failed")
        BOUNCED = "bounced", _("Bounced")
        COMPLAINED = "complained", _("Complained")
        OPENED = "opened", _("Opened")
        CLICKED = "clicked", _("Clicked")
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")

    OWN = "dangol"
    """The provider of events that reach our own addresses: opens, clicks, unsubscriptions."""

    id = models.UUIDField(primary_key=True, default=new_id)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField(default=clock.now)
    provider = models.CharField(max_length=20)
    provider_key = models.CharField(max_length=160)
    """The provider's name for this event; the same event reported twice is kept once."""
    machine = models.BooleanField(default=False)
    """Opened or clicked by a scanner or a prefetching proxy, not by the person."""
    url = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "provider_key"], name="messaging_event_once"
            )
        ]
        indexes = [models.Index(fields=["message", "kind"], name="messaging_event_message")]

    def __str__(self) -> str:
        return f"{self.message_id} {self.kind}"
