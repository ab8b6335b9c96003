"""Keys of programs, and what their calls were answered with, each company's in its own schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id

if TYPE_CHECKING:
    from tenants.people.models import AccessRole, User


class ApiKey(models.Model):
    """A program's key. The key itself is not kept: only what it begins with, and its digest."""

    class State(models.TextChoices):
        """How a key stands; all but the first are refused."""

        OPEN = "open", _("In use")
        EXPIRED = "expired", _("Expired")
        REVOKED = "revoked", _("Revoked")
        ROLELESS = "roleless", _("Its role is gone")
        USERLESS = "userless", _("Its user is deactivated")

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(_("Name"), max_length=60)
    prefix = models.CharField(max_length=12, unique=True)
    """What it is found by and shown as."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the whole key. It is random and long, so nothing slower is needed."""
    role: models.ForeignKey[AccessRole | None, AccessRole | None] = models.ForeignKey(
        "people.AccessRole", null=True, on_delete=models.SET_NULL, related_name="api_keys",
        verbose_name=_("Role"),
    )  # fmt: skip
    """What the key may do; without it, nothing."""
    user: models.ForeignKey[User, User] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+",
        verbose_name=_("For"),
    )  # fmt: skip
    """Whose own and department's records count as the key's."""
    made_by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True)
    networks: models.JSONField[Any, Any] = models.JSONField(default=list)
    """CIDR texts; empty: the company's own rule counts."""
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    """To within a few minutes."""
    used_from = models.GenericIPAddressField(null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> State:
        if self.revoked_at is not None:
            return self.State.REVOKED
        if self.expires_at is not None and self.expires_at <= clock.now():
            return self.State.EXPIRED
        if self.role is None:
            return self.State.ROLELESS
        return self.State.OPEN if self.user.is_active else self.State.USERLESS


class KeptAnswer(models.Model):
    """What a call with an Idempotency-Key was answered with; forgotten after a day."""

    id = models.UUIDField(primary_key=True, default=new_id)
    caller = models.UUIDField()
    """The `ApiKey`; no reference, for a key is never deleted."""
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    """SHA-256 of what was asked."""
    status = models.PositiveSmallIntegerField()
    media_type = models.CharField(max_length=60)
    headers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    body = models.TextField()
    """As it was sent."""
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["caller", "key"], name="api_keptanswer_once")
        ]
        indexes = [models.Index(fields=["at"], name="api_keptanswer_at")]

    def __str__(self) -> str:
        return f"{self.caller} {self.key[:40]}"
