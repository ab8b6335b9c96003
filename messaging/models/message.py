"""One row per recipient of a send (S2): the truth about who gets what, and what it costs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id
from messaging.models.send import Send


class Message(models.Model):
    """One recipient of one send.

    pending -> claimed -> dispatching -> accepted | rejected | unknown | retry (-> claimed again);
    pending, retry, claimed -> skipped. Every change is an UPDATE that names the old state and the
    attempt, so work of a pump that lost its lease changes nothing.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        CLAIMED = "claimed", _("Being prepared")
        DISPATCHING = "dispatching", _("Being handed over")
        ACCEPTED = "accepted", _("Accepted")
        RETRY = "retry", _("To be tried again")
        REJECTED = "rejected", _("Failed")
        UNKNOWN = "unknown", _("Unconfirmed")
        SKIPPED = "skipped", _("Skipped")
        CONTROL = "control", _("Control group")

    UNSENT = (State.PENDING, State.RETRY)
    HANDLED = (State.CLAIMED, State.DISPATCHING)
    """In the hands of a pump."""
    DRAWING = (State.CLAIMED, State.DISPATCHING, State.UNKNOWN)
    """Their price is drawn on a hold and neither captured nor given back."""

    id = models.UUIDField(primary_key=True, default=new_id)
    send = models.ForeignKey(
        Send, on_delete=models.PROTECT, related_name="messages", db_constraint=False
    )
    """Not checked by the database: a million rows would lock their send's row a million times. Rows
    are only made from a send at hand, and a send with rows is never deleted."""
    wave = models.PositiveSmallIntegerField(default=0)
    trigger_key = models.CharField(max_length=64, default="")
    """What set off this message, for sends set off by events; "" for bulk sends."""
    contact_id = models.UUIDField(null=True)
    """None for a test's recipient, who need not be a customer."""
    name = models.CharField(max_length=120, default="")
    addr_norm = models.CharField(max_length=254)
    addr_hash = models.UUIDField()
    """First 16 bytes of the SHA-256 of addr_norm."""

    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    state_at = models.DateTimeField(default=clock.now)
    next_at = models.DateTimeField(default=clock.now)
    """Not to be claimed before."""
    attempt = models.PositiveSmallIntegerField(default=0)
    """How often the provider was called."""
    attempt_id = models.UUIDField(null=True)
    """The fence: which claim this row belongs to."""
    lease_until = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    """When its quota was taken."""

    channel = models.CharField(max_length=8, default="")
    """email, sms or lms, by the final text."""
    unit_price = models.PositiveIntegerField(default=0)
    hold = models.UUIDField(null=True)
    """The hold its price is drawn on."""
    provider = models.CharField(max_length=20, default="")
    provider_msg_id = models.CharField(max_length=120, default="")
    error_class = models.CharField(max_length=20, default="")
    reason = models.CharField(max_length=200, default="")

    class Meta:
        verbose_name = _("Message")
        verbose_name_plural = _("Messages")
        constraints = [
            models.UniqueConstraint(
                fields=["send", "wave", "addr_hash", "trigger_key"], name="messaging_message_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["send", "next_at", "id"],
                name="messaging_message_unsent",
                condition=Q(state__in=["pending", "retry"]),
            ),
            models.Index(
                fields=["send", "lease_until"],
                name="messaging_message_drawing",
                condition=Q(state__in=["claimed", "dispatching", "unknown"]),
            ),
            models.Index(
                fields=["send", "state", "addr_hash"],
                name="messaging_message_trouble",
                condition=Q(state__in=["rejected", "unknown", "skipped", "control"]),
            ),
            models.Index(
                fields=["contact_id", "-id"],
                name="messaging_message_contact",
                condition=Q(contact_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.addr_norm}: {self.state}"
