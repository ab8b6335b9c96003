"""A report of progress (진척 보고): how far a task was on a day, beside what was planned (A37)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.records.model import RecordModel, owner_field, sorted_by
from modules.innovation.models.task import Task


class Progress(RecordModel):
    """How far one task was on one day; the latest stands in the task."""

    record_code = "innovation.progress"

    task = models.ForeignKey(
        Task,
        verbose_name=_("Innovation task"),
        on_delete=models.CASCADE,
        related_name="reports",
        db_index=False,
    )
    reported_on = models.DateField(_("Reported on"), default=clock.today)
    planned = models.PositiveSmallIntegerField(_("Planned %"))
    actual = models.PositiveSmallIntegerField(_("Actual %"))
    remark = models.CharField(_("What was done since"), max_length=200)
    owner = owner_field(_("Reported by"))

    class Meta:
        verbose_name = _("Progress report")
        verbose_name_plural = _("Progress reports")
        constraints = [
            models.UniqueConstraint(
                fields=["task", "reported_on"],
                condition=models.Q(deleted_at=None),
                name="innovation_progress_once",
            ),
            models.CheckConstraint(
                condition=models.Q(planned__lte=100, actual__lte=100),
                name="innovation_progress_share",
            ),
        ]
        indexes = sorted_by(
            "innovation_progress", "reported_on", "planned", "actual", "owner", "created_at"
        )

    def __str__(self) -> str:
        return self.remark
