"""What a task is measured by (성과 지표): before, target and after (A37, R71)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.i18n import figures
from dangol.records.model import PLAIN, RecordModel, sorted_by
from modules.innovation.models.task import Task

DIGITS, DECIMALS = 14, 2


class Aim(models.TextChoices):
    """Which way is better (개선 방향)."""

    UP = "up", _("Higher is better")
    DOWN = "down", _("Lower is better")


class Kpi(RecordModel):
    """One measured value of one task."""

    record_code = "innovation.kpi"

    task = models.ForeignKey(
        Task,
        verbose_name=_("Innovation task"),
        on_delete=models.CASCADE,
        related_name="kpis",
        db_index=False,
    )
    name = models.CharField(_("Name of the KPI"), max_length=60, db_collation=PLAIN)
    unit = models.CharField(pgettext_lazy("KPI", "Unit"), max_length=20, blank=True)
    aim = models.CharField(_("Which way is better"), max_length=4, choices=Aim, default=Aim.UP)
    before = models.DecimalField(
        _("Value before"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    before_on = models.DateField(_("Measured before on"), null=True, blank=True)
    target = models.DecimalField(
        _("Target value"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    after = models.DecimalField(
        _("Value after"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    after_on = models.DateField(_("Measured after on"), null=True, blank=True)
    achieved = models.IntegerField(_("Achievement %"), null=True, editable=False)
    """How much of the way from before to target was made; None while something is missing."""

    class Meta:
        verbose_name = _("KPI of a task")
        verbose_name_plural = _("KPIs of tasks")
        indexes = [
            models.Index(fields=["task", "id"], name="innovation_kpi_task"),
            *sorted_by("innovation_kpi", "name", "after_on", "achieved", "created_at"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def change(self) -> Decimal | None:
        """After less before."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def is_better(self) -> bool | None:
        """Whether the value moved the right way; None when it did not move, or nobody knows."""
        if not self.change:
            return None
        return (self.change > 0) == (self.aim == Aim.UP)

    def reckoned(self) -> int | None:
        """`achieved`, in whole percent: below zero where it became worse."""
        if self.before is None or self.target is None or self.after is None:
            return None
        way = self.target - self.before
        if not way:
            kept = self.after >= self.target if self.aim == Aim.UP else self.after <= self.target
            return 100 if kept else 0
        share = ((self.after - self.before) * 100 / way).quantize(Decimal(1), ROUND_HALF_UP)
        return int(max(min(share, Decimal(99_999)), Decimal(-99_999)))

    def said(self, name: str) -> str:
        """A value with its unit: 12.5%, 1,200건; "" when there is none."""
        return with_unit(getattr(self, name), self.unit)


def with_unit(value: Decimal | None, unit: str) -> str:
    """A number as people write it, without noughts behind the point, and its unit."""
    if value is None:
        return ""
    plain = value.normalize()
    exponent = plain.as_tuple().exponent
    whole = plain.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else plain
    return f"{figures.number(whole)}{unit}"
