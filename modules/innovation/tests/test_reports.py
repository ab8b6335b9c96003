"""Progress along the days, and KPIs before and after, as reports (R70, R71)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client

from dangol import registry
from dangol.access import HIDE
from modules.innovation.reports import progress as progress_report
from modules.innovation.tests.conftest import Make, measure, on, report
from tenants.people.models import AccessRole, User
from tenants.reports.ready import finding
from tenants.reports.ready.asked import read_asked
from tenants.reports.ready.table import Table
from tenants.services import roles

Browse = Callable[..., Client]
SCREEN = "/tenants/reports/ready/"


def table(user: User, slug: str, **given: str) -> Table:
    return finding.read_table(read_asked(registry.reports()[slug], user, given))


def words(shown: Table) -> list[list[str]]:
    return [[line.label, *(text for _h, _c, text in row)] for line, row in shown.rows]


@pytest.mark.feature("R70")
def test_tasks_stand_by_stage_with_plan_and_progress_and_a_bar_along_their_days(
    make: Make, ada: User, bob: User
) -> None:
    running, planned = make(), make(name="재고 조사", stage="planned", ends_on=None)
    report(running, "2026-10-01", 20, 25)
    report(running, "2026-11-01", 60, 45)
    shown = table(ada, "task-progress")
    assert words(shown) == [
        ["재고 조사", "계획", "보고 없음", "2026-09-01", "—", "—", "—", "0"],
        [
            "반품률 낮추기", "실행", "계획보다 15%p 늦음", "2026-09-01", "2026-12-31", "60.0%",
            "45.0%", "2",
        ],
    ]  # fmt: skip
    spans = shown.chart()["spans"]
    assert spans[1] == {"from": "2026-09-01", "until": "2026-12-31", "done": 45, "behind": 15}
    assert spans[0]["until"] == "2026-11-20", "without a last day it goes on until today"
    assert shown.chart()["links"] == [
        f"/innovation/tasks/{each.pk}/" for each in (planned, running)
    ]
    assert words(table(ada, "task-progress", whose="me")) == []
    assert len(words(table(ada, "task-progress", whose=f"p:{bob.pk}"))) == 2


@pytest.mark.feature("R70")
def test_of_too_many_tasks_those_that_began_last_are_drawn(
    make: Make, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_report, "MOST", 1)
    make(name="오래된 것")
    make(name="새것", starts_on=on("2026-10-01"))
    shown = table(ada, "task-progress")
    assert [line.label for line in shown.lines] == ["새것"]
    assert shown.notices


@pytest.mark.feature("R71")
def test_kpis_stand_before_and_after_and_the_bars_have_one_measure(make: Make, ada: User) -> None:
    task = make()
    measure(task, "4.8", "2.4", "3.6")
    measure(task, "0", "10", "5", aim="up", name="제안", unit="건")
    measure(task, "20", "30", None, aim="up", name="전환율")
    shown = table(ada, "task-results")
    assert words(shown) == [
        ["반품률", task.name, "4.8%", "2.4%", "3.6%", "−1.2%", "50.0%", "3"],
        ["전환율", task.name, "20%", "30%", "—", "—", "—", "3"],
        ["제안", task.name, "0건", "10건", "5건", "+5건", "50.0%", "3"],
    ]
    bars = {one["name"]: one["values"] for one in shown.chart()["series"]}
    assert bars == {
        "이전": [100.0, 66.7, 0.0], "이후": [75.0, None, 50.0], "목표": [50.0, 100.0, 100.0],
    }  # fmt: skip


@pytest.mark.feature("R70")
@pytest.mark.feature("R71")
def test_closed_fields_close_the_reports(make: Make, bob: User) -> None:
    report(make(), "2026-10-01", 20, 25)
    fields = {"innovation.task": {"actual": HIDE}, "innovation.kpi": {"after": HIDE}}
    roles.assign(bob, [AccessRole.objects.create(name="가림", fields=fields).pk])
    user = User.objects.get(pk=bob.pk)
    for slug in ("task-progress", "task-results"):
        assert table(user, slug).problem
        assert not table(user, slug).lines


@pytest.mark.feature("R70")
def test_words_stand_in_the_file_and_no_formula_among_them(
    make: Make, ada: User, browse: Browse
) -> None:
    task = make(name="=1+1")
    measure(task, "4.8", "2.4", "3.6", name="=2+2", unit="")
    client = browse(ada)
    for slug, start in (("task-progress", "'=1+1"), ("task-results", "'=2+2")):
        page = client.get(f"{SCREEN}{slug}/").content.decode()
        assert "data-kind=" in page
        answer = client.post(f"{SCREEN}{slug}/file", {"kind": "csv", "reason": "report"})
        content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        lines = list(csv.reader(io.StringIO(content)))
        assert lines[2][0] == start
    assert "'=1+1" in lines[2][1]
