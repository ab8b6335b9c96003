"""Companies and their schemas: shared tables, in `public` (P2, P3)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_tenants.models import TenantMixin

from dangol import clock
from dangol.ids import new_id


class Company(TenantMixin):
    """One company (회사) that rents Dangol; also the provider itself.

    Its number is the number of its schema slot: schema `c12`, role `dangol_tenant_c12`.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")

    auto_create_schema = False
    auto_drop_schema = False

    id = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=60)
    address = models.SlugField(max_length=30, unique=True)
    """The first label of the company's host name: `hanbit` of hanbit.localhost."""
    business_number = models.CharField(max_length=10, unique=True, null=True)
    """사업자등록번호, ten digits; None only for the provider and demo companies without one."""
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    is_provider = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=40, default="Asia/Seoul")
    clock_shift = models.DurationField(default=timedelta(0))
    """How far this company's clock runs ahead of real time: development only (Q9)."""
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_provider"],
                condition=models.Q(is_provider=True),
                name="tenants_company_one_provider",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def __enter__(self) -> Any:
        raise TypeError("`with company:` is not safe across threads; use tenants.context.inside().")

    @property
    def role(self) -> str:
        """The company's own database role."""
        return f"{settings.COMPANY_GROUP}_c{self.pk}"

    @property
    def host(self) -> str:
        """Host name without port."""
        return f"{self.address}.{settings.DANGOL_DOMAIN}"

    @property
    def origin(self) -> str:
        """Scheme, host and port under which the company's users reach it."""
        return f"{settings.DANGOL_SCHEME}://{self.host}{settings.DANGOL_PORT_SUFFIX}"

    @property
    def is_suspended(self) -> bool:
        return self.state == self.State.SUSPENDED


class SchemaScript(models.Model):
    """The SQL that builds one company's schema, taken from the migrated template."""

    version = models.CharField(max_length=64, primary_key=True)
    """Digest of the applied migrations."""
    sql = models.TextField()
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.version[:12]


class SchemaSlot(models.Model):
    """One ready-made schema of the pool, or one that was handed out."""

    class State(models.TextChoices):
        BUILDING = "building", _("Building")
        READY = "ready", _("Ready")
        TAKEN = "taken", _("Taken")

    id = models.BigIntegerField(primary_key=True)
    state = models.CharField(max_length=10, choices=State, default=State.BUILDING)
    version = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                name="tenants_slot_ready",
                condition=models.Q(state="ready"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.schema_name} {self.state}"

    @property
    def schema_name(self) -> str:
        return f"c{self.pk}"

    @property
    def role(self) -> str:
        return f"{settings.COMPANY_GROUP}_c{self.pk}"


class Errand(models.Model):
    """Work promised in a transaction and done after it, at least once (the outbox of this layer).

    The row is the truth; the queue only rings. Beginning counts an attempt and puts the next one
    off, so a killed worker leaves the errand to the next, and a poisonous one ends.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, related_name="+")
    """In whose context it is done; None for the platform's own."""
    work = models.CharField(max_length=120)
    """Dotted path of the function."""
    args = models.JSONField(default=list)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=clock.real_now)
    """Real time, not the company's: errands are due by the machine's clock."""
    done_at = models.DateTimeField(null=True)
    error = models.TextField(default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"], name="tenants_errand_due", condition=models.Q(done_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.work} {self.args}"
