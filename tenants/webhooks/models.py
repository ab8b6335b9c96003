"""Who is told of changes, what there is to tell, and what became of it (W2).

A company's own tables. The rows are the queue (docs/adr/0003): an `Event` is written in the
transaction of the change, becomes a `Delivery` for each endpoint that wants it, and is gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.ids import new_id

if TYPE_CHECKING:
    from tenants.people.models import AccessRole, User


class Endpoint(models.Model):
    """An address that is told, with the rights of a role."""

    class State(models.TextChoices):
        """Whether it is told now; while it is not, what there is to tell waits."""

        OPEN = "open", pgettext_lazy("webhook", "In use")
        PAUSED = "paused", pgettext_lazy("webhook", "Paused")
        FAILED = "failed", pgettext_lazy("webhook", "Not reached")

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(_("Name"), max_length=60)
    url = models.CharField(_("Address"), max_length=1000)
    events: models.JSONField[Any, Any] = models.JSONField(_("Events"), default=list)
    """Codes such as base.customer.create."""
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    secret = models.CharField(max_length=300)
    """What it is signed with, sealed (`tenants.webhooks.secrets`)."""
    old_secret = models.CharField(max_length=300, default="", blank=True)
    """The one before: signed with as well until `old_until`."""
    old_until = models.DateTimeField(null=True)
    role: models.ForeignKey[AccessRole | None, AccessRole | None] = models.ForeignKey(
        "people.AccessRole", null=True, on_delete=models.SET_NULL, related_name="webhooks",
        verbose_name=_("Role"),
    )  # fmt: skip
    """What it may know; without it, nothing."""
    user: models.ForeignKey[User, User] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+",
        verbose_name=_("For"),
    )  # fmt: skip
    """Whose own and department's records it is told of."""
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """Something that happened to a record, or to many, as the audit was told of it."""

    number = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=clock.now)
    record = models.CharField(max_length=60)
    verb = models.CharField(max_length=10)
    object_id = models.CharField(max_length=40, default="", blank=True)
    """Empty when it is about many records."""
    action = models.CharField(max_length=60)
    changes: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """Names of the fields that changed; of many, what the audit says of them."""

    def __str__(self) -> str:
        return f"{self.record}.{self.verb} {self.object_id}"


class Delivery(models.Model):
    """One event for one endpoint: what is sent, how often it was tried, what was answered."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", pgettext_lazy("delivery", "Waiting")
        DONE = "done", pgettext_lazy("delivery", "Delivered")
        FAILED = "failed", pgettext_lazy("delivery", "Failed")

    number = models.BigAutoField(primary_key=True)
    key = models.UUIDField(default=new_id, unique=True)
    """The `webhook-id`: the same however often it is sent."""
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    kind = models.CharField(max_length=80)
    """base.customer.create."""
    object_id = models.CharField(max_length=40, default="", blank=True)
    body = models.TextField()
    """As it is signed and sent."""
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    made_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=clock.real_now)
    """When it is due, by the machine's own clock."""
    done_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    response = models.TextField(default="", blank=True)
    """The beginning of the last answer, or why there was none."""
    tries: models.JSONField[Any, Any] = models.JSONField(default=list)
    """[{"at", "status", "ms", "error"}] of the last tries, the newest last."""

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"], name="webhooks_due", condition=models.Q(state="waiting")
            ),
            models.Index(
                fields=["endpoint", "object_id", "number"], name="webhooks_order",
                condition=models.Q(state="waiting"),
            ),
            models.Index(fields=["endpoint", "-number"], name="webhooks_newest"),
            models.Index(fields=["made_at"], name="webhooks_age"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
