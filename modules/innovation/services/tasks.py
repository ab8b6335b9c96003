"""Making and changing tasks, reports of progress and KPIs (A37)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from modules.innovation.models import Kpi, Progress, Task
from modules.innovation.models.kpi import Aim
from modules.innovation.models.task import CLOSED
from tenants import audit
from tenants.services.records import Services, Taken, Values, set_all

TASK = (
    "name", "purpose", "stage", "owner_id", "department_id", "starts_on", "ends_on", "memo",
)  # fmt: skip
PROGRESS = ("task_id", "reported_on", "planned", "actual", "remark", "owner_id")
KPI = (
    "task_id", "name", "unit", "aim", "before", "before_on", "target", "after", "after_on",
)  # fmt: skip
WHOLE = 100


def _take_task(task: Task, values: Values) -> None:
    set_all(task, values)
    if task.ends_on is not None and task.starts_on is not None and task.ends_on < task.starts_on:
        raise RuleBroken(
            "ends_before",
            _("It would be finished before it begins. Check both days."),
            field="ends_on",
        )


def _take_progress(progress: Progress, values: Values) -> None:
    set_all(progress, values)
    progress.reported_on = progress.reported_on or clock.today()
    if progress.reported_on > clock.today():
        words = _("This day is still to come. Write the day of the report.")
        raise RuleBroken("reported_ahead", words, field="reported_on")
    for name in ("planned", "actual"):
        if not 0 <= getattr(progress, name) <= WHOLE:
            raise RuleBroken("no_share", _("Write a number from 0 to 100."), field=name)
    if progress.owner_id is None and progress._state.adding:
        progress.owner_id = audit.actor().user_id


def _follow_progress(progress: Progress, verb: str, changes: Mapping[str, Any]) -> None:
    """The task shows its latest report."""
    before = changes.get("task_id", [None])[0]
    for task_id in {progress.task_id, UUID(before) if before else progress.task_id}:
        show_latest(task_id)


def show_latest(task_id: UUID) -> None:
    """Writes into the task what its latest report says; part of the deed that changed one."""
    latest = Progress.objects.present().filter(task=task_id).order_by("-reported_on").first()
    Task.objects.filter(pk=task_id).update(
        planned=latest and latest.planned,
        actual=latest and latest.actual,
        lag=latest and latest.planned - latest.actual,
        reported_on=latest and latest.reported_on,
    )


def _take_kpi(kpi: Kpi, values: Values) -> None:
    set_all(kpi, values)
    if kpi.before is not None and kpi.target is not None:
        is_worse = kpi.target < kpi.before if kpi.aim == Aim.UP else kpi.target > kpi.before
        if is_worse:
            words = _(
                "The target is worse than the value before. Check it, and which way is better."
            )
            raise RuleBroken("target_worse", words, field="target")
    kpi.achieved = kpi.reckoned()


tasks = Services(
    subject="innovation.task",
    model=Task,
    fields=TASK,
    owner="owner",
    passes=~Q(stage__in=CLOSED),
    take_over=_take_task,
)
progress = Services(
    subject="innovation.progress",
    model=Progress,
    fields=PROGRESS,
    owner="owner",
    passes=None,
    take_over=_take_progress,
    follow=_follow_progress,
    taken={
        "innovation_progress_once": Taken(
            code="day_taken",
            words=_("There is a report of this day already; change that one."),
            field="reported_on",
        )
    },
)
kpis = Services(subject="innovation.kpi", model=Kpi, fields=KPI, take_over=_take_kpi)
