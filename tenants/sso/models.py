"""How a company's people log in with the account of its identity provider (P6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from dangol import clock

if TYPE_CHECKING:
    from tenants.people.models import AccessRole


def new_code() -> str:
    return get_random_string(24)


class Connection(models.Model):
    """The one row of a company's single sign-on."""

    class Kind(models.TextChoices):
        OIDC = "openid_connect", _("OpenID Connect")
        SAML = "saml", _("SAML 2.0")

    class State(models.TextChoices):
        OFF = "off", _("Off")
        ON = "on", _("Company account or password")
        ONLY = "only", _("Company account only")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    code = models.CharField(max_length=24, default=new_code)
    """Under which accounts are tied to users; a new one whenever the provider is another, so that
    nobody comes in by an account of the old one."""
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.OIDC)
    state = models.CharField(max_length=4, choices=State, default=State.OFF)
    name = models.CharField(max_length=40, default="", blank=True)
    """What the button at the log-in says; empty for the usual words."""
    domains: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Mail domains whose people may come this way, in small letters."""
    issuer = models.CharField(max_length=500, default="", blank=True)
    client_id = models.CharField(max_length=300, default="", blank=True)
    secret = models.CharField(max_length=2000, default="", blank=True)
    """Sealed (`tenants.sealing`)."""
    metadata_url = models.CharField(max_length=1000, default="", blank=True)
    idp: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """{"entity_id", "sso_url", "certificates"} as SAML metadata said."""
    mapping: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """{"email", "name", "uid"}: what the provider calls them; what is not there, as is usual."""
    takes_newcomers = models.BooleanField(default=False)
    newcomer_role: models.ForeignKey[AccessRole | None, AccessRole | None] = models.ForeignKey(
        "people.AccessRole", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    newcomer_plans: models.JSONField[Any, Any] = models.JSONField(default=list)
    trusts_factor = models.BooleanField(default=False)
    """Whether the provider sees to the second factor, so that it is not asked for here again."""
    tested_at = models.DateTimeField(null=True)
    """When an administrator last came all the way round with these settings."""
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="sso_one_row")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state != self.State.OFF

    @property
    def is_only(self) -> bool:
        return self.state == self.State.ONLY

    @property
    def is_complete(self) -> bool:
        """Whether there is enough to go to the provider."""
        if self.kind == self.Kind.SAML:
            return bool(self.idp)
        return bool(self.issuer and self.client_id)

    @classmethod
    def present(cls) -> Connection:
        """The company's connection; an empty one, unsaved, while nobody has made it."""
        return cls.objects.select_related("newcomer_role").filter(pk=1).first() or cls()

    @classmethod
    def locked(cls) -> Connection:
        """The row for changing, inside a transaction; made first when it is not there yet."""
        Connection.objects.bulk_create([Connection()], ignore_conflicts=True)
        return cls.objects.select_for_update().get(pk=1)
