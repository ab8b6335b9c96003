"""The demo's tasks stand at every stage, with reports and KPIs (X1)."""

from __future__ import annotations

from typing import Any

import pytest

from modules.innovation import demo
from modules.innovation.models import Kpi, Progress, Stage, Task
from modules.innovation.queries import standing
from tenants.people.models import User

pytestmark = [pytest.mark.feature("A37"), pytest.mark.feature("X1")]


def test_the_demo_s_tasks_stand_at_every_stage(inside_hanbit: Any, ada: User) -> None:
    assert demo.fill() == Task.objects.count()
    assert set(Task.objects.values_list("stage", flat=True)) == set(Stage)
    assert {standing.standing_of(task) for task in Task.objects.all()} == set(standing.WORDS)
    assert Kpi.objects.filter(achieved__gte=100).exists()
    assert Kpi.objects.filter(achieved__lt=0).exists()
    assert Progress.objects.count() > 15
    assert demo.fill() == 0
