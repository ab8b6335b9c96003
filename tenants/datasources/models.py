"""Where tables of other systems lie, and each time that one was fetched (A20).

A company's own tables. What is fetched becomes an import like any other (`tenants.importing`), with
its check, its log and its way back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.ids import new_id
from tenants.importing.models import GoesOn, ImportRun

if TYPE_CHECKING:
    from datetime import datetime

    from tenants.people.models import User


class DataSource(models.Model):
    """An address with a table, and into which records it goes."""

    class State(models.TextChoices):
        """Whether it is fetched by itself."""

        ON = "on", pgettext_lazy("data source", "In use")
        PAUSED = "paused", pgettext_lazy("data source", "Paused")
        FAILED = "failed", pgettext_lazy("data source", "Not reached")

    class Every(models.TextChoices):
        """How often it is fetched."""

        HAND = "hand", _("Only by hand")
        HOUR = "hour", _("Every hour")
        DAY = "day", _("Every day")
        WEEK = "week", _("Every week")

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(_("Name"), max_length=60, unique=True)
    record = models.CharField(max_length=60)
    """Code of the record type."""
    url = models.CharField(_("Address"), max_length=1000)
    header = models.CharField(_("Header"), max_length=60, blank=True, default="")
    """Name of the header that proves who asks, such as Authorization; "" for none."""
    secret = models.CharField(max_length=3000, blank=True, default="")
    """The header's value, sealed (`tenants.sealing`)."""
    rows_at = models.CharField(_("Where the rows stand"), max_length=200, blank=True, default="")
    """In JSON: names down to the list of rows, with dots between them; "" to find it oneself."""
    every = models.CharField(_("How often"), max_length=4, choices=Every, default=Every.DAY)
    hour = models.PositiveSmallIntegerField(_("At"), default=6)
    """0 to 23, in Korea; of every day and every week."""
    weekday = models.PositiveSmallIntegerField(_("Day of the week"), default=0)
    """0 for Monday."""
    goes_on = models.CharField(
        _("Starts by itself"), max_length=6, choices=GoesOn, default=GoesOn.CLEAN
    )
    state = models.CharField(max_length=6, choices=State, default=State.ON)
    owner: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    """Whoever saved it last; imports run with their rights."""
    changed_at = models.DateTimeField(default=clock.now)
    next_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True
    )
    """When it is due; None while nothing makes it so."""
    is_asked = models.BooleanField(default=False)
    """Somebody wants it now."""
    failures = models.PositiveSmallIntegerField(default=0)
    """How often it failed since it last came."""

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"], name="datasources_due",
                condition=models.Q(next_at__isnull=False),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Fetch(models.Model):
    """One time that the table was asked for."""

    class State(models.TextChoices):
        RUNNING = "running", pgettext_lazy("fetch", "Being fetched")
        TAKEN = "taken", pgettext_lazy("fetch", "Fetched")
        SAME = "same", pgettext_lazy("fetch", "Unchanged")
        FAILED = "failed", pgettext_lazy("fetch", "Failed")

    id = models.UUIDField(primary_key=True, default=new_id)
    source = models.ForeignKey(DataSource, on_delete=models.CASCADE, related_name="fetches")
    at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    problem = models.CharField(max_length=20, blank=True, default="")
    """Why it failed: a key of `failures.WORDS`, or "said"."""
    said = models.CharField(max_length=400, blank=True, default="")
    """More of it: a status, an address, or a whole sentence."""
    size = models.PositiveBigIntegerField(default=0)
    """Bytes of the answer."""
    digest = models.CharField(max_length=64, blank=True, default="")
    """SHA-256 of the answer, in hexadecimal."""
    etag = models.CharField(max_length=200, blank=True, default="")
    """The answer's own mark, which is sent along the next time."""
    run: models.ForeignKey[ImportRun | None, ImportRun | None] = models.ForeignKey(
        ImportRun, on_delete=models.SET_NULL, null=True, related_name="fetches"
    )
    """The import it became."""

    class Meta:
        indexes = [models.Index(fields=["source", "-at"], name="datasources_newest")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.at}"
