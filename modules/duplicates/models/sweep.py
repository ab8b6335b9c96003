"""Merging by rule: what is sure enough is merged without being asked about (B21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id

if TYPE_CHECKING:
    from tenants.people.models import User


class Stays(models.TextChoices):
    """Which of the two stays (남는 기록)."""

    MOST = "most", _("The one with more history")
    OLDEST = "oldest", _("The older one")
    NEWEST = "newest", _("The one changed last")


class MergeRule(models.Model):
    """The company's rule for one record type."""

    record = models.CharField(primary_key=True, max_length=60)
    """Code of the record type."""
    minimum = models.PositiveSmallIntegerField(_("From score"), default=95)
    stays = models.CharField(_("Stays"), max_length=6, choices=Stays, default=Stays.MOST)
    may_differ = models.JSONField(_("May differ"), default=list)
    """Fields in which the two may say different things: then the one that stays is right."""
    prefers = models.JSONField(_("Better value"), default=dict)
    """{field: "newest" or "longest"}: whose value is taken where both have one."""
    is_nightly = models.BooleanField(_("Merge every night by itself"), default=False)
    changed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.record} {self.minimum}"


class Sweep(models.Model):
    """One round of merging by rule; also the work itself, which goes on after a kill."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        UNDOING = "undoing"
        UNDONE = "undone"

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.CharField(max_length=60)
    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    minimum = models.PositiveSmallIntegerField()
    total = models.PositiveIntegerField(default=0)
    """Pairs it looks at."""
    seen = models.PositiveIntegerField(default=0)
    merged = models.PositiveIntegerField(default=0)
    cursor = models.UUIDField(null=True)
    """Id of the last pair that was looked at."""
    started_by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    begun_at = models.DateTimeField(default=clock.now)
    touched_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["record", "-begun_at"], name="duplicates_sweep_newest")]

    def __str__(self) -> str:
        return f"{self.record} {self.state} {self.merged}"
