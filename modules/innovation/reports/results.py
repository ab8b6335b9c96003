"""R71: each KPI before and after, beside its target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dangol.i18n import figures
from dangol.records import types
from modules.innovation.models import Kpi, Task
from modules.innovation.models.kpi import with_unit
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.grouped import closed
from tenants.reports.ready.table import Cell, Head, Line, Table

MOST = 100
"""KPIs that are shown at most."""
NEEDED = frozenset({"task", "before", "target", "after", "achieved"})


def read(asked: Asked) -> Table:
    """One line for each KPI, those of a task together; as bars, its largest value is 100."""
    record, task_record = asked.record, types.record_of(Task.record_code)
    if NEEDED & record.hidden_from(asked.user) or "name" in task_record.hidden_from(asked.user):
        return closed()
    rows = record.visible_to(asked.user).select_related("task")
    found: list[Kpi] = list(rows.order_by("task__name", "task", "name", "pk")[: MOST + 1])
    notices = []
    if len(found) > MOST:
        words = _("Only the first %(most)s KPIs are shown.")
        notices = [words % {"most": figures.number(MOST)}]
    kpis = found[:MOST]
    heads = [
        Head(label=_("Innovation task"), unit="words"),
        Head(label=pgettext("KPI", "Before"), unit="words"),
        Head(label=pgettext("KPI", "Target"), unit="words"),
        Head(label=pgettext("KPI", "After"), unit="words"),
        Head(label=pgettext("KPI", "Change"), unit="words"),
        Head(label=_("Achievement"), unit="rate"),
        Head(label=_("KPIs of the task"), is_summed=False),
    ]
    counts = Counter(
        record.visible_to(asked.user)
        .filter(task__in={each.task_id for each in kpis})
        .order_by()
        .values_list("task_id", flat=True)
    )
    lines = [_line(each, counts[each.task_id]) for each in kpis]
    return Table(
        first=pgettext("task", "KPI"), heads=heads, lines=lines, notices=notices,
        drawing=_drawing(kpis, lines),
    )  # fmt: skip


def _line(kpi: Kpi, count: int) -> Line:
    change = kpi.change
    words = with_unit(change, kpi.unit)
    return Line(
        label=kpi.name,
        link=reverse("innovation:kpi-page", args=[kpi.pk]),
        cells=[
            Cell(words=kpi.task.name),
            Cell(words=kpi.said("before")),
            Cell(words=kpi.said("target")),
            Cell(words=kpi.said("after")),
            Cell(words=f"+{words}" if change is not None and change > 0 else words),
            Cell() if kpi.achieved is None else Cell(value=kpi.achieved, whole=100),
            Cell(value=count, link=f"{reverse('innovation:kpi-list')}?{_of(kpi)}"),
        ],
    )


def _of(kpi: Kpi) -> str:
    return urlencode({"task": kpi.task_id})


def _drawing(kpis: Sequence[Kpi], lines: Sequence[Line]) -> Mapping[str, Any]:
    """Up to three bars for each KPI, measured by its largest value: units differ."""
    return {
        "labels": [each.name for each in kpis],
        "series": [
            _series(pgettext("KPI", "Before"), kpis, "before", "rest"),
            _series(pgettext("KPI", "After"), kpis, "after", ""),
            _series(pgettext("KPI", "Target"), kpis, "target", "good"),
        ],
        "links": [line.link for line in lines],
    }


def _series(name: str, kpis: Sequence[Kpi], field: str, tone: str) -> Mapping[str, Any]:
    found: dict[str, Any] = {
        "name": name, "values": [_index(each, getattr(each, field)) for each in kpis],
    }  # fmt: skip
    return found | {"tone": tone} if tone else found


def _index(kpi: Kpi, value: Decimal | None) -> float | None:
    """A value where the largest of the KPI's three is 100."""
    most = max((abs(each) for each in (kpi.before, kpi.target, kpi.after) if each), default=None)
    if not most or value is None:
        return None
    return float(round(value * 100 / most, 1))
