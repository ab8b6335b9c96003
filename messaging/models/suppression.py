"""Addresses that get nothing any more (S7)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id


class Suppression(models.Model):
    """One address on one channel. Unsubscribing stops advertising, the other reasons stop all."""

    class Reason(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
        BOUNCED = "bounced", _("Address does not exist")
        COMPLAINED = "complained", _("Reported as spam")

    id = models.UUIDField(primary_key=True, default=new_id)
    channel = models.CharField(max_length=8)
    addr_hash = models.UUIDField()
    addr_norm = models.CharField(max_length=254)
    reason = models.CharField(max_length=12, choices=Reason)
    at = models.DateTimeField(default=clock.now)
    message = models.UUIDField(null=True)
    """The message that led to it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "addr_hash", "reason"], name="messaging_suppression_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.addr_norm}: {self.reason}"

    @classmethod
    def barring(cls, channel: str, *, advertising: bool) -> models.QuerySet[Suppression]:
        """The addresses that get nothing any more on this channel (`sms` carries lms as well)."""
        barring = cls.objects.filter(channel="sms" if channel == "lms" else channel)
        return barring if advertising else barring.exclude(reason=cls.Reason.UNSUBSCRIBED)
