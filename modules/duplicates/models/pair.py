"""Two records that may be the same one, and what people decided about them (B20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.ids import new_id

if TYPE_CHECKING:
    from tenants.people.models import User


class Pair(models.Model):
    """A question: are these two the same? `first` is the smaller id, so that it is asked once."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting")
        LATER = "later", pgettext_lazy("decision", "Later")
        DIFFERENT = "different", _("Not the same")
        MERGED = "merged", _("Merged")

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.CharField(max_length=60)
    """Code of the record type."""
    first = models.UUIDField()
    second = models.UUIDField()
    score = models.PositiveSmallIntegerField()
    """0 to 100: how sure the finder is."""
    evidence = models.JSONField(default=list)
    """[{"field", "level", "points"}]: what speaks for it and against it."""
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    """When a scan last found it; those that the next does not find any more go."""
    decided_by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "first", "second"], name="duplicates_pair_once"
            ),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="duplicates_pair_order"
            ),
        ]
        indexes = [
            models.Index(fields=["record", "state", "-score", "id"], name="duplicates_pair_queue"),
            models.Index(fields=["second"], name="duplicates_pair_second"),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.first} {self.second} {self.score}"
