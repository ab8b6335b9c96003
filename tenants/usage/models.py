"""How often a user opened a screen on a day (A22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from dangol.ids import new_id

if TYPE_CHECKING:
    from tenants.people.models import User


class ScreenUse(models.Model):
    """One user, one screen, one Korean day."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user: models.ForeignKey[User, User] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    day = models.DateField()
    screen = models.CharField(max_length=100)
    """Name of its address, such as `base:customer-list`."""
    opens = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "user", "screen"], name="usage_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.screen}"
