"""Triggers, what happened, for which records they hold, and what they did (A29).

A company's own tables. `Occurrence` and `Firing` are queues of rows (docs/adr/0003).
"""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.ids import new_id

if TYPE_CHECKING:
    from tenants.people.models import User

MORNING = time(9)
WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


class Trigger(models.Model):
    """When something happens to records of a type and the conditions hold, actions are done."""

    class Moment(models.TextChoices):
        """What sets it off."""

        CREATE = "create", _("A record is made")
        EDIT = "edit", _("A record is changed")
        HOLD = "hold", _("The conditions begin to hold")
        DAY = "day", _("A day of the record comes")
        TIME = "time", _("By the clock")

    class State(models.TextChoices):
        OFF = "off", pgettext_lazy("trigger", "Off")
        TRIAL = "trial", pgettext_lazy("trigger", "On trial")
        ON = "on", pgettext_lazy("trigger", "On")

    class Every(models.TextChoices):
        DAY = "day", _("Every day")
        WEEK = "week", _("Every week")
        MONTH = "month", _("Every month")

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(_("Name"), max_length=60, unique=True)
    note = models.CharField(_("What it is for"), max_length=200, blank=True, default="")
    record = models.CharField(max_length=60)
    """Code of the record type."""
    moment = models.CharField(_("When"), max_length=6, choices=Moment, default=Moment.HOLD)
    watched: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Of EDIT: names of fields of which one must have changed; [] for any."""
    where = models.TextField(blank=True, default="")
    """Conditions, as groups of filters in a list's address; "" for all records."""
    day_field = models.CharField(max_length=60, blank=True, default="")
    """Of DAY: the field with the day."""
    day_offset = models.SmallIntegerField(default=0)
    """Days after it; below zero, before it."""
    is_yearly = models.BooleanField(_("Every year"), default=False)
    at = models.TimeField(_("At"), default=MORNING)
    """Of DAY and TIME: when, in Korea."""
    every = models.CharField(_("How often"), max_length=5, choices=Every, default=Every.DAY)
    weekday = models.PositiveSmallIntegerField(default=0)
    """Of every week: 0 is Monday."""
    month_day = models.PositiveSmallIntegerField(default=1)
    """Of every month; what a month lacks is its last day."""
    rest_days = models.PositiveSmallIntegerField(default=0)
    """Days that it leaves the same record alone."""
    actions: models.JSONField[Any, Any] = models.JSONField(default=list)
    """[{"code", "options"}] in their order."""
    state = models.CharField(_("State"), max_length=5, choices=State, default=State.OFF)
    problem = models.CharField(max_length=300, blank=True, default="")
    """Why it was switched off by itself, in a sentence; "" when a person did."""
    owner: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    """Who saved it last: it sees and does what they may."""
    turns = models.PositiveIntegerField(default=0)
    """Records that it gave away, to each of several in turn."""
    next_at = models.DateTimeField(null=True)
    """When time itself may set it off, by the company's clock; None when only changes can."""
    made_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"], name="triggers_due", condition=models.Q(next_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        return self.state != self.State.OFF

    @property
    def is_of_list(self) -> bool:
        """Whether it is set off for a list as a whole, not for one record."""
        return self.moment == self.Moment.TIME


class Occurrence(models.Model):
    """Something that happened to a record or, with `source`, to many; waits to be looked at."""

    number = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=clock.now)
    record = models.CharField(max_length=60)
    verb = models.CharField(max_length=10)
    object_id = models.UUIDField(null=True)
    source = models.CharField(max_length=30, blank=True, default="")
    """Subject of what did it to many (`queries/sources`), and `source_id` which one."""
    source_id = models.UUIDField(null=True)
    cursor = models.CharField(max_length=40, blank=True, default="")
    """Of many: how far they have been looked at."""
    changed: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Names of columns."""
    causes: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Ids of the triggers behind it, the first one first."""
    doer = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"{self.record}.{self.verb} {self.object_id or self.source}"


class Holding(models.Model):
    """The conditions of a trigger hold for a record: it was set off, and is not again till they
    cease to."""

    pk = models.CompositePrimaryKey("trigger_id", "object_id")
    trigger = models.ForeignKey(
        Trigger, on_delete=models.CASCADE, related_name="holdings", db_index=False
    )
    object_id = models.UUIDField()
    since = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.trigger_id} {self.object_id}"


class Firing(models.Model):
    """A trigger was set off: by which record, when, and what came of it."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("firing", "Waiting")
        DONE = "done", pgettext_lazy("firing", "Done")
        TRIAL = "trial", pgettext_lazy("firing", "On trial: nothing was done")
        FAILED = "failed", pgettext_lazy("firing", "Failed")
        STOPPED = "stopped", pgettext_lazy("firing", "Stopped: it would run in a circle")

    id = models.UUIDField(primary_key=True, default=new_id)
    trigger = models.ForeignKey(
        Trigger, on_delete=models.CASCADE, related_name="firings", db_index=False
    )
    record = models.CharField(max_length=60)
    object_id = models.UUIDField(null=True)
    """None where it was set off for a list."""
    occasion = models.CharField(max_length=80)
    """What it was set off by: never twice by the same."""
    causes: models.JSONField[Any, Any] = models.JSONField(default=list)
    doer = models.UUIDField(null=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=clock.real_now)
    """When it is due, by the machine's own clock."""
    done_at = models.DateTimeField(null=True)
    results: models.JSONField[Any, Any] = models.JSONField(default=list)
    """[{"code", "facts"} or {"code", "problem"}] of each action."""
    error = models.CharField(max_length=300, blank=True, default="")
    """What went wrong unforeseen, at the last attempt."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["trigger", "object_id", "occasion"],
                nulls_distinct=False,
                name="triggers_fired_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_at"], name="triggers_waiting", condition=models.Q(state="waiting")
            ),
            models.Index(fields=["trigger", "-id"], name="triggers_newest"),
            models.Index(fields=["at"], name="triggers_age"),
        ]

    def __str__(self) -> str:
        return f"{self.trigger_id} {self.occasion}"
