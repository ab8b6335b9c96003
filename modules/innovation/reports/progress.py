"""R70: tasks by stage, what was planned and what is done, along their days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from dangol import access, clock
from dangol.i18n import figures
from dangol.records import types
from dangol.records.cells import shown
from dangol.records.lists.selection import read_selection
from modules.innovation.models import Progress, Task
from modules.innovation.queries import standing
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.grouped import closed
from tenants.reports.ready.table import Cell, Head, Line, Table, added

MOST = 100
"""Tasks that are drawn at most: those that began last."""
NEEDED = frozenset({"stage", "starts_on", "ends_on", "planned", "actual", "lag"})
ROW, HEAD = 26, 70
"""Pixels of one bar, and of axis and legend."""


def read(asked: Asked) -> Table:
    """One line for each task, those of a stage together in the order of stages."""
    record = asked.record
    if NEEDED & record.hidden_from(asked.user):
        return closed()
    selection = read_selection(record, asked.user, asked.parameters(), strict=True)
    rows = selection.of(record.visible_to(asked.user))
    found: list[Task] = list(rows.order_by("-starts_on", "pk")[: MOST + 1])
    notices = []
    if len(found) > MOST:
        words = _("Only the %(most)s tasks that began last are shown.")
        notices = [words % {"most": figures.number(MOST)}]
    places = {code: at for at, (code, _w) in enumerate(record.model_field("stage").flatchoices)}
    tasks = sorted(
        found[:MOST], key=lambda each: (places.get(each.stage, len(places)), each.starts_on)
    )
    reports = _reports(asked.user, tasks)
    heads = _heads(has_reports=reports is not None)
    lines = [_line(each, reports) for each in tasks]
    return Table(
        first=record.label, heads=heads, lines=lines, total=added(heads, lines), notices=notices,
        drawing=_drawing(tasks, lines), height=HEAD + ROW * max(len(tasks), 2),
    )  # fmt: skip


def _heads(*, has_reports: bool) -> list[Head]:
    heads = [
        Head(label=_("Stage"), unit="words"),
        Head(label=_("How it stands"), unit="words"),
        Head(label=_("Begins on"), unit="words"),
        Head(label=_("To be finished by"), unit="words"),
        Head(label=_("Planned %"), unit="rate"),
        Head(label=_("Actual %"), unit="rate"),
    ]
    return [*heads, Head(label=_("Progress reports"))] if has_reports else heads


def _reports(user: Any, tasks: Sequence[Task]) -> Mapping[Any, int] | None:
    """{task: how many reports of it the reader may see}; None for whoever may see none."""
    record = types.record_of(Progress.record_code)
    if not access.user_can(user, record.permission("view")):
        return None
    rows = record.visible_to(user).filter(task__in=[each.pk for each in tasks])
    return Counter(rows.order_by().values_list("task_id", flat=True))


def _line(task: Task, reports: Mapping[Any, int] | None) -> Line:
    cells = [
        Cell(words=shown(task, "stage")),
        Cell(words=standing.words_of(task)),
        Cell(words=task.starts_on.isoformat()),
        Cell(words=task.ends_on.isoformat() if task.ends_on else ""),
        _share(task.planned),
        _share(task.actual),
    ]
    if reports is not None:
        place = reverse("innovation:progress-list")
        count = reports.get(task.pk, 0)
        cells.append(Cell(value=count, link=f"{place}?{urlencode({'task': task.pk})}"))
    return Line(label=task.name, link=reverse("innovation:task-page", args=[task.pk]), cells=cells)


def _share(percent: int | None) -> Cell:
    return Cell() if percent is None else Cell(value=percent, whole=100)


def _drawing(tasks: Sequence[Task], lines: Sequence[Line]) -> Mapping[str, Any]:
    """A bar from its first day to its last; a task without a last day goes on until today."""
    return {
        "labels": [each.name for each in tasks],
        "series": [
            {"name": _("Planned %"), "values": [each.planned for each in tasks]},
            {"name": _("Actual %"), "values": [each.actual for each in tasks]},
        ],
        "links": [line.link for line in lines],
        "spans": [_span(each) for each in tasks],
        "parts": [_("Done so far"), _("Behind plan"), _("Still to do")],
        "today": clock.today().isoformat(),
    }


def _span(task: Task) -> Mapping[str, Any]:
    until = task.ends_on or max(task.starts_on, clock.today())
    return {
        "from": task.starts_on.isoformat(),
        "until": until.isoformat(),
        "done": task.actual or 0,
        "behind": max(task.lag or 0, 0) if task.is_open else 0,
    }
