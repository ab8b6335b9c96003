"""What the tests of innovation tasks begin with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from dangol import clock
from modules.innovation.models import Kpi, Progress, Task
from modules.innovation.services.tasks import kpis, progress, tasks
from tenants.models import Company
from tenants.people.models import User

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=clock.KOREA)
Make = Callable[..., Task]


def on(text: str) -> date:
    return date.fromisoformat(text)


@pytest.fixture
def friday(inside_hanbit: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """The 20th of November 2026, for screens as well."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def make(friday: None, bob: User) -> Make:
    """`make(name="…")`: a task of Bob's from September to the end of the year, under way."""

    def made(**values: Any) -> Task:
        facts = {
            "name": "반품률 낮추기", "stage": "running", "owner": bob,
            "starts_on": on("2026-09-01"), "ends_on": on("2026-12-31"),
        }  # fmt: skip
        found: Task = tasks.create(facts | values)
        return found

    return made


def report(task: Task, day: str, planned: int, actual: int, **values: Any) -> Progress:
    """A report; the task as it is afterwards."""
    facts = {"task": task, "reported_on": on(day), "planned": planned, "actual": actual}
    found: Progress = progress.create({"remark": "절차를 고쳤어요", **facts, **values})
    task.refresh_from_db()
    return found


def measure(task: Task, *values: str | None, aim: str = "down", **more: Any) -> Kpi:
    """A KPI with its values before, to be reached, and after."""
    names = ("before", "target", "after")
    figures = {
        name: None if value is None else Decimal(value)
        for name, value in zip(names, values, strict=True)
    }
    facts = {"task": task, "name": "반품률", "unit": "%", "aim": aim}
    found: Kpi = kpis.create({**facts, **figures, **more})
    return found
