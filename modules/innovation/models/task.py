"""The innovation task (혁신과제): what is to become better, until when, and how far it is (A37)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.records.model import PLAIN, RecordModel, owner_field, sorted_by
from dangol.search.indexes import search_indexes
from tenants.people.models import Department


class Stage(models.TextChoices):
    """단계, in the order of its way; a company adds its own (`innovation.stage`)."""

    FOUND = "found", pgettext_lazy("innovation task", "Found")
    PLANNED = "planned", pgettext_lazy("innovation task", "Planning")
    RUNNING = "running", pgettext_lazy("innovation task", "Under way")
    CHECKED = "checked", pgettext_lazy("innovation task", "In review")
    DONE = "done", pgettext_lazy("innovation task", "Finished")
    STOPPED = "stopped", pgettext_lazy("innovation task", "Stopped")


CLOSED = (Stage.DONE, Stage.STOPPED)
"""In these nothing is awaited any more; every other stage is open, those of the company's too."""


class Task(RecordModel):
    """One task. Its percentages are those of its latest report of progress."""

    record_code = "innovation.task"

    name = models.CharField(_("Name of the task"), max_length=100, db_collation=PLAIN)
    purpose = models.TextField(
        pgettext_lazy("innovation task", "Purpose"), max_length=4000, blank=True
    )
    stage = models.CharField(
        pgettext_lazy("innovation task", "Stage"),
        max_length=60, choices=Stage, default=Stage.FOUND,
    )  # fmt: skip
    owner = owner_field()
    department: models.ForeignKey[Department | None, Department | None] = models.ForeignKey(
        Department,
        verbose_name=_("Department in charge"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    starts_on = models.DateField(_("Begins on"), default=clock.today)
    ends_on = models.DateField(_("To be finished by"), null=True, blank=True)
    memo = models.TextField(_("Memo"), max_length=4000, blank=True)

    planned = models.PositiveSmallIntegerField(_("Planned %"), null=True, editable=False)
    actual = models.PositiveSmallIntegerField(_("Actual %"), null=True, editable=False)
    lag = models.SmallIntegerField(_("Behind by (%p)"), null=True, editable=False)
    """Planned less actual, in points; below zero where it is ahead. None without a report."""
    reported_on = models.DateField(_("Last report"), null=True, editable=False)

    class Meta:
        verbose_name = _("Innovation task")
        verbose_name_plural = _("Innovation tasks")
        indexes = [
            *sorted_by(
                "innovation_task", "name", "stage", "starts_on", "ends_on", "actual", "lag",
                "reported_on", "owner", "created_at",
            ),
            *search_indexes("innovation_task", title="name", words=("name", "custom_words")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.stage not in CLOSED

    @property
    def days_late(self) -> int:
        """Days since the one by which it should have been finished; 0 when it is not late."""
        if not self.is_open or self.ends_on is None:
            return 0
        return max((clock.today() - self.ends_on).days, 0)

    @property
    def is_behind(self) -> bool:
        """Whether the latest report says less than was planned."""
        return self.is_open and (self.lag or 0) > 0
