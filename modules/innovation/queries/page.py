"""What the page of a task shows: its line of progress, and what came of it (A37)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from dangol.access import user_can
from dangol.i18n import days
from dangol.records import Look, rights, types
from modules.innovation.models import Kpi, Progress, Task
from modules.innovation.models.kpi import with_unit
from modules.innovation.queries import standing

POINTS = 60
"""Reports that the line shows at most, the latest ones."""


@dataclass(frozen=True)
class Measured:
    """One KPI in words; `is_better` is None where it did not move."""

    kpi: Kpi
    before: str
    target: str
    after: str
    change: str
    is_better: bool | None
    done: int
    """Of the bar, 0 to 100."""


def progress(user: Any, task: Task) -> Mapping[str, Any]:
    """The block in the middle of the page."""
    return {**_standing(user, task), **_line(user, task), "is_full": True}


def beside(look: Look) -> Mapping[str, Any]:
    """The same in the panel beside the list, without the line."""
    return {**_standing(look.user, look.instance), "is_full": False}


def _standing(user: Any, task: Task) -> dict[str, Any]:
    hidden = types.record_of(Task.record_code).hidden_from(user)
    if standing.STANDING in hidden:
        return {"is_hidden": True}
    stands = standing.standing_of(task)
    return {
        "task": task,
        "kind": standing.KINDS[stands],
        "words": standing.words_of(task),
        "lag": max(task.lag or 0, 0),
        "is_late": stands == standing.LATE,
    }


def _line(user: Any, task: Task) -> dict[str, Any]:
    """The reports that the reader may see, as a chart; `may_report` whether they may add one."""
    record = types.record_of(Progress.record_code)
    may = user_can(user, record.permission("create"))
    add = f"{reverse(record.url_name('new'))}?{urlencode({'task': task.pk})}"
    shown = {
        "may_report": may and rights.may(types.record_of(Task.record_code), user, "edit", task),
        "add": add,
    }
    closed = {"planned", "actual", "reported_on"} & set(record.hidden_from(user))
    if closed or not user_can(user, record.permission("view")):
        return shown
    rows = record.visible_to(user).filter(task=task.pk).order_by("-reported_on")
    found: list[Progress] = list(rows[:POINTS])[::-1]
    return {**shown, "reports": found, "is_unreported": not found, "chart": _chart(record, found)}


def _chart(record: Any, found: Sequence[Progress]) -> Mapping[str, Any]:
    page = record.url_name("page")
    return {
        "labels": [days.day(each.reported_on) for each in found],
        "series": [
            {
                "name": str(record.label_of("planned")), "tone": "rest",
                "values": [each.planned for each in found],
            },
            {
                "name": str(record.label_of("actual")),
                "values": [each.actual for each in found],
            },
        ],
        "links": [reverse(page, args=[each.pk]) for each in found],
    }  # fmt: skip


def kpis(user: Any, task: Task) -> Mapping[str, Any]:
    """The table of KPIs, with what is hidden from the reader left out."""
    record = types.record_of(Kpi.record_code)
    if not user_can(user, record.permission("view")):
        return {"is_hidden": True}
    hidden = record.hidden_from(user)
    rows = record.visible_to(user).filter(task=task.pk).order_by("name", "pk")
    may = user_can(user, record.permission("create"))
    return {
        "lines": [_measured(each, hidden) for each in rows],
        "hidden": hidden,
        "may_add": may and rights.may(types.record_of(Task.record_code), user, "edit", task),
        "add": f"{reverse(record.url_name('new'))}?{urlencode({'task': task.pk})}",
    }


def _measured(kpi: Kpi, hidden: Collection[str]) -> Measured:
    is_open = not {"before", "after"} & set(hidden)
    change = kpi.change if is_open else None
    words = with_unit(change, kpi.unit)
    return Measured(
        kpi=kpi,
        before=kpi.said("before"),
        target=kpi.said("target"),
        after=kpi.said("after"),
        change=f"+{words}" if change is not None and change > 0 else words,
        is_better=kpi.is_better if is_open else None,
        done=min(max(kpi.achieved or 0, 0), 100),
    )
