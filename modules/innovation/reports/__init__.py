"""Reports about innovation tasks (R70, R71)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangol.about_reports import ReadyReport

SHELF = _("Daily work")
REPORTS = (
    ReadyReport(
        slug="task-progress",
        number="R70",
        label=_("Progress of innovation tasks"),
        help=_("How far each task is beside its plan, from its first day to its last."),
        record="innovation.task",
        shelf=SHELF,
        people="owner",
        read="modules.innovation.reports.progress.read",
        chart="gantt",
        icon="chart-no-axes-gantt",
    ),
    ReadyReport(
        slug="task-results",
        number="R71",
        label=_("Results of innovation tasks"),
        help=_(
            "What each KPI was before, what it was to become, and what it is. In the chart the "
            "largest of its values is 100."
        ),
        record="innovation.kpi",
        shelf=SHELF,
        read="modules.innovation.reports.results.read",
        chart="bar",
        icon="target",
    ),
)
