"""Invitations by mail (P5)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from dangol import clock
from dangol.ids import new_id
from tenants.people.models.rights import Department
from tenants.people.models.user import Plan, Role, User


class Invitation(models.Model):
    """Somebody was asked to join. Becomes a user, with licences, when accepted.

    access_roles  ids of the roles that are promised; one that goes meanwhile is not given
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=60)
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    plans = ArrayField(models.CharField(max_length=10, choices=Plan))
    department = models.ForeignKey(
        Department, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    access_roles = ArrayField(models.UUIDField(), default=list)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=clock.now)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(accepted_at=None),
                name="people_invitation_open_once",
            )
        ]

    def __str__(self) -> str:
        return self.email

    def plan_labels(self) -> list[str]:
        """The promised plans in the reader's language."""
        return [str(Plan(plan).label) for plan in self.plans]
