"""Appointments (일정): once or by a rule, of one person, a department or the company (A25)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.records.model import PLAIN, RecordModel, owner_field, sorted_by
from dangol.search.indexes import search_indexes
from modules.base.models import Account, Customer

ONCE = models.Q(repeat="")
RULES = models.Q(deleted_at=None) & ~ONCE


class Visibility(models.TextChoices):
    """공개 범위: who reads it; to all others its owner is busy."""

    PRIVATE = "private", pgettext_lazy("appointment", "Private")
    TEAM = "team", pgettext_lazy("appointment", "Department")
    COMPANY = "company", pgettext_lazy("appointment", "Company")


class Repeat(models.TextChoices):
    """반복: the rule by which it comes again; "" is once."""

    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week on days")
    MONTHLY = "monthly", _("Every month on the date")
    NTH = "nth", _("Every month on the weekday")
    YEARLY = "yearly", _("Every year")
    LUNAR = "lunar", _("Every year by the lunar calendar")


class Importance(models.TextChoices):
    """중요도."""

    HIGH = "high", pgettext_lazy("importance", "High")
    NORMAL = "normal", pgettext_lazy("importance", "Normal")
    LOW = "low", pgettext_lazy("importance", "Low")


class Kind(models.TextChoices):
    """유형; a company adds its own (`calendar.kind`)."""

    MEETING = "meeting", _("Meeting")
    VISIT = "visit", _("Visit")
    CALL = "call", _("Call")
    TRIP = "trip", _("Business trip")
    LEAVE = "leave", pgettext_lazy("days off", "Leave")
    EVENT = "event", pgettext_lazy("appointment", "Event")
    OTHER = "other", pgettext_lazy("appointment", "Other")


class Reminder(models.IntegerChoices):
    """미리 알림: minutes before it begins."""

    AT_START = 0, _("When it begins")
    TEN = 10, _("10 minutes before")
    HALF = 30, _("30 minutes before")
    HOUR = 60, _("An hour before")
    DAY = 1440, _("A day before")


class Appointment(RecordModel):
    """One appointment, or the first of those that a rule makes.

    A whole day lasts from 0:00 to 23:59. Single days of a rule that are otherwise are rows of their
    own (`series`, `occurs_on`); the rule skips their days.
    """

    record_code = "calendar.appointment"

    title = models.CharField(_("Appointment"), max_length=100, db_collation=PLAIN)
    starts_at = models.DateTimeField(_("Begins"))
    ends_at = models.DateTimeField(_("Ends"))
    is_all_day = models.BooleanField(_("All day"), default=False)
    kind = models.CharField(
        pgettext_lazy("appointment", "Kind"), max_length=60, choices=Kind, default=Kind.MEETING
    )
    importance = models.CharField(
        _("Importance"), max_length=6, choices=Importance, default=Importance.NORMAL
    )
    visibility = models.CharField(
        _("Open to"), max_length=7, choices=Visibility, default=Visibility.COMPANY
    )
    place = models.CharField(pgettext_lazy("appointment", "Place"), max_length=100, blank=True)
    owner = owner_field()
    participants = models.JSONField(_("Participants"), default=list, blank=True)
    """Ids of the colleagues who take part besides the owner."""
    customer: models.ForeignKey[Customer | None, Customer | None] = models.ForeignKey(
        Customer, verbose_name=_("Customer"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="appointments",
    )  # fmt: skip
    account: models.ForeignKey[Account | None, Account | None] = models.ForeignKey(
        Account, verbose_name=_("Account"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="appointments",
    )  # fmt: skip
    remind = models.IntegerField(_("Reminder"), choices=Reminder, null=True, blank=True)
    """Minutes before the beginning; None: nobody is reminded."""
    remind_at = models.DateTimeField(null=True, editable=False)
    """The next moment at which somebody is to be reminded."""
    memo = models.TextField(_("Memo"), max_length=4000, blank=True)

    repeat = models.CharField(_("Repeats"), max_length=7, choices=Repeat, blank=True)
    every = models.PositiveSmallIntegerField(_("Every so many"), default=1)
    """Of the rule's days, weeks, months or years."""
    weekdays = models.CharField(_("On these days"), max_length=20, blank=True)
    """Of a weekly rule: MO,WE as RFC 5545 writes them; empty is the first day's own."""
    repeat_until = models.DateField(_("Repeats until"), null=True, blank=True)
    repeat_count = models.PositiveSmallIntegerField(_("How many times"), null=True, blank=True)
    last_on = models.DateField(null=True, editable=False)
    """The last day that the rule reaches; None: it has no end."""
    skipped = models.JSONField(_("Left-out days"), default=list, editable=False)
    """Days of the rule on which nothing is: removed, or a row of its own."""
    series: models.ForeignKey[Appointment | None, Appointment | None] = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, editable=False, related_name="singles"
    )
    occurs_on = models.DateField(null=True, editable=False)
    uid = models.CharField(max_length=200, blank=True, editable=False)
    """Its name in the calendar that it was taken from; "" for those made here."""

    class Meta:
        verbose_name = _("Appointment")
        verbose_name_plural = _("Appointments")
        indexes = [
            *sorted_by("calendar_appointment", "title", "starts_at", "owner"),
            models.Index(
                fields=["ends_at", "starts_at"], name="calendar_appointment_window",
                condition=models.Q(deleted_at=None) & ONCE,
            ),
            models.Index(fields=["starts_at"], name="calendar_appointment_rules", condition=RULES),
            models.Index(
                fields=["remind_at"], name="calendar_appointment_remind",
                condition=models.Q(remind_at__isnull=False),
            ),
            models.Index(
                fields=["owner", "uid"], name="calendar_appointment_uid",
                condition=~models.Q(uid=""),
            ),
            GinIndex(
                fields=["participants"], opclasses=["jsonb_path_ops"],
                name="calendar_appointment_people",
            ),
            *search_indexes(
                "calendar_appointment", title="title", words=("title", "place", "custom_words")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def first_on(self) -> date:
        """The day on which it begins, where people are."""
        return timezone.localtime(self.starts_at).date()

    @property
    def lasts(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def everybody(self) -> list[Any]:
        """Ids of the owner and of all who take part, as text."""
        owner = [str(self.owner_id)] if self.owner_id else []
        return list(dict.fromkeys([*owner, *self.participants]))


def last_day(starts: datetime, ends: datetime) -> date:
    """The last day that something covers; what ends at midnight does not reach the new day."""
    end = timezone.localtime(ends)
    if end > timezone.localtime(starts) and (end.hour, end.minute) == (0, 0):
        end -= timedelta(minutes=1)
    return end.date()
