"""Addresses by which other programs read somebody's calendar (W4)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from dangol import clock
from dangol.ids import new_id


class Feed(models.Model):
    """The one address of a user. A new `turn` makes every address given out before a dead one."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    turn = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.user_id} {self.turn}"
