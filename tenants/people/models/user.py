"""Users and the licences they hold (P5, A12)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id
from tenants.people.grants import Grants


class Plan(models.TextChoices):
    """What a licence opens; prices are billing's (decision 2)."""

    BASE = "base", _("Base")
    SALES = "sales", _("Sales")
    SERVICE = "service", _("Service")
    CAMPAIGN = "campaign", _("Campaign")
    FULL = "full", _("Full")


class Role(models.TextChoices):
    """What a user may do by default."""

    ADMIN = "admin", _("Administrator")
    MEMBER = "member", _("Member")


class UserManager(BaseUserManager["User"]):
    """Finds users by mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """One person who logs in to one company. The same mail address elsewhere is another user."""

    id = models.UUIDField(primary_key=True, default=new_id)
    email = models.EmailField(max_length=254, unique=True)
    """Always in small letters."""
    name = models.CharField(max_length=60)
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    """Administrators may do everything; what members may is said by their access roles."""
    department = models.ForeignKey(
        "people.Department",
        null=True,
        on_delete=models.SET_NULL,
        related_name="people",
        verbose_name=_("Department"),
    )
    access_roles = models.ManyToManyField(
        "people.AccessRole", through="people.Assignment", related_name="people"
    )
    language = models.CharField(
        max_length=2, choices=[("ko", "한국어"), ("en", "English")], default="ko"
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    frame_settings: dict[str, Any] | None = None
    """What `tenants.queries.desk` has read of the user's settings in the present request."""
    brought: dict[str, Any] = {}
    """Settings that a page has read together, {code: value or None}: see `dangol.preferences`."""
    is_looked_through = False
    """Whether an administrator looks with this user's eyes in the present request."""

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN

    @property
    def role_words(self) -> str:
        """What people call the user's roles: administrator, or the names of the access roles."""
        names = [] if self.is_admin else [role.name for role in self.access_roles.all()]
        return ", ".join(sorted(names)) or str(self.get_role_display())

    def plans(self) -> set[str]:
        """Codes of the plans this user is licensed for."""
        return {licence.plan for licence in self.licences.all()}

    @cached_property
    def grants(self) -> Grants:
        """What the access roles give, asked once for the life of this object: one request."""
        return Grants.of(list(self.access_roles.all()))

    @cached_property
    def entitlements(self) -> frozenset[str]:
        """What the plans open, asked once for the life of this object: one request."""
        return frozenset(opens(self.__dict__.get("held_plans") or self.plans()))

    def get_full_name(self) -> str:
        return self.name


class Licence(models.Model):
    """A plan that a user holds now. History and seats by day are billing's (decision 4)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="licences")
    plan = models.CharField(max_length=10, choices=Plan)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "plan"], name="people_licence_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.plan}"


def opening(entitlement: str) -> list[Plan]:
    """The plans that open an entitlement; [] for one that no plan opens."""
    return [plan for plan in Plan if entitlement in opens([plan])]


def opens(plans: Any) -> set[str]:
    """The entitlements that a set of plans opens (decision 5): a module plan includes base."""
    plans = set(plans)
    if Plan.FULL in plans:
        return {"base", "sales", "service", "campaign", "full"}
    return plans | ({"base"} if plans else set())
