"""Who may do what: departments, roles, single records that were shared (P5, A12, A13)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id


class Department(models.Model):
    """A part of the company; parts may have parts. Its people see what the scope 부서 covers."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(_("Name"), max_length=60)
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.RESTRICT, related_name="parts", verbose_name=_("Above")
    )
    position = models.PositiveSmallIntegerField(default=0)
    """Order among the parts of the same department."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"], nulls_distinct=False, name="people_department_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class AccessRole(models.Model):
    """A role (역할) that a company made: which deeds, on whose records, which fields.

    A member without one has what the declarations give to members.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(_("Name"), max_length=60, unique=True)
    scopes = models.JSONField(_("Rights"), default=dict)
    """{permission: 0 to 3, a `dangol.access.Scope`}; one that is missing is as declared."""
    fields = models.JSONField(_("Field rights"), default=dict)
    """{record type: {field: "hide" or "read"}}; one that is missing is open."""
    changed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """A role that a user has; with several, the widest right counts."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="assignments")
    role = models.ForeignKey(AccessRole, on_delete=models.CASCADE, related_name="assignments")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="people_assignment_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role_id}"


class Share(models.Model):
    """One record opened to a user or a department that would not see it by role."""

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.CharField(max_length=60)
    """Code of the record type."""
    object_id = models.UUIDField()
    user = models.ForeignKey("people.User", null=True, on_delete=models.CASCADE, related_name="+")
    department = models.ForeignKey(
        Department, null=True, on_delete=models.CASCADE, related_name="+"
    )
    is_writable = models.BooleanField(default=False)
    shared_by = models.ForeignKey(
        "people.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    shared_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = _("Shares with colleagues")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user=None) ^ models.Q(department=None),
                name="people_share_with_one",
            ),
            models.UniqueConstraint(
                fields=["record", "object_id", "user", "department"],
                nulls_distinct=False,
                name="people_share_once",
            ),
        ]
        indexes = [models.Index(fields=["user", "record"], name="people_share_user")]

    def __str__(self) -> str:
        return f"{self.record} {self.object_id}"
