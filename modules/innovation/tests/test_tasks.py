"""Tasks, their reports and their KPIs: what they must be, and how a task stands (A37)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dangol.access import HIDE
from dangol.errors import RuleBroken
from dangol.records.forms.base import form_for
from dangol.records.lists.listing import read_listing
from dangol.records.lists.selection import read_selection
from modules.innovation import counters, widgets
from modules.innovation.models import Kpi, Progress, Task
from modules.innovation.queries import standing
from modules.innovation.records import kpi_record, progress_record, task_record
from modules.innovation.services.tasks import kpis, progress, tasks
from modules.innovation.tests.conftest import Make, measure, on, report
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.services import roles
from tests.custom.test_code_tables import add_code
from tests.importing.test_types import brought, outcome

pytestmark = pytest.mark.feature("A37")
Browse = Callable[..., Client]
TASKS = "/innovation/tasks/"


def page(client: Client, task: Task) -> str:
    return client.get(f"{TASKS}{task.pk}/").content.decode()


def test_a_task_does_not_end_before_it_begins(make: Make) -> None:
    with pytest.raises(RuleBroken) as refused:
        make(ends_on=on("2026-08-31"))
    assert refused.value.field == "ends_on"
    assert make(ends_on=on("2026-09-01")).pk


def test_a_task_shows_its_latest_report_whatever_the_order_they_are_written_in(make: Make) -> None:
    task = make()
    late = report(task, "2026-11-10", 60, 45)
    report(task, "2026-10-01", 20, 25)
    assert (task.planned, task.actual, task.lag, task.reported_on) == (60, 45, 15, on("2026-11-10"))
    progress.edit(late, {"actual": 70}, "")
    task.refresh_from_db()
    assert (task.actual, task.lag) == (70, -10)
    progress.remove(late)
    task.refresh_from_db()
    assert (task.planned, task.actual, task.reported_on) == (20, 25, on("2026-10-01"))
    progress.restore(late)
    task.refresh_from_db()
    assert task.actual == 70


def test_a_report_that_goes_to_another_task_leaves_the_first_as_it_was(make: Make) -> None:
    first, second = make(), make(name="재고 조사")
    moved = report(first, "2026-11-10", 60, 45)
    progress.edit(moved, {"task": second}, "")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.actual, second.actual) == (None, 45)


@pytest.mark.parametrize(
    ("day", "planned", "actual", "field"),
    [
        ("2026-11-21", 10, 10, "reported_on"),
        ("2026-11-20", 101, 10, "planned"),
        ("2026-11-20", 10, -1, "actual"),
    ],
)
def test_what_makes_no_report_is_refused(
    make: Make, day: str, planned: int, actual: int, field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        report(make(), day, planned, actual)
    assert refused.value.field == field
    assert not Progress.objects.exists()


def test_there_is_one_report_a_day(make: Make) -> None:
    task = make()
    report(task, "2026-11-10", 60, 45)
    with pytest.raises(RuleBroken) as refused:
        report(task, "2026-11-10", 70, 70)
    assert refused.value.code == "day_taken"


@pytest.mark.parametrize(
    ("aim", "values", "percent"),
    [
        ("down", ("10", "4", "7"), 50),
        ("down", ("4.8", "2.5", "3.9"), 39),
        ("down", ("10", "4", "12"), -33),
        ("up", ("20", "30", "31"), 110),
        ("up", ("95", "95", "96"), 100),
        ("up", ("95", "95", "94"), 0),
        ("up", ("20", "30", None), None),
        ("up", (None, "30", "31"), None),
    ],
)
def test_the_achievement_is_the_share_of_the_way_from_before_to_target(
    make: Make, aim: str, values: tuple[str | None, ...], percent: int | None
) -> None:
    assert measure(make(), *values, aim=aim).achieved == percent


def test_a_target_on_the_worse_side_is_refused_by_form_and_service(make: Make, ada: User) -> None:
    task = make()
    with pytest.raises(RuleBroken):
        measure(task, "10", "12", None, aim="down")
    said = {"task": task.name, "name": "반품률", "aim": "up", "before": "1,000.5", "target": "900"}
    form = form_for(kpi_record, ada, said)
    assert set(form.errors) == {"target"}
    form = form_for(kpi_record, ada, said | {"target": "2,000"})
    assert form.is_valid(), form.errors
    kpi = kpi_record.create(form.values())
    assert Kpi.objects.get().said("before") == f"1,000.5{kpi.unit}"  # type: ignore[attr-defined]


def test_each_task_stands_in_exactly_one_way(make: Make, ada: User) -> None:
    late = make(name="늦은 것", ends_on=on("2026-11-19"))
    last_day = make(name="오늘까지", ends_on=on("2026-11-20"))
    behind, ahead = make(name="뒤처진 것"), make(name="앞선 것", ends_on=None)
    report(behind, "2026-11-01", 60, 45)
    report(ahead, "2026-11-01", 45, 60)
    over = make(name="끝난 것", stage="done", ends_on=on("2026-10-01"))
    own = make(name="회사 단계", stage=add_code("innovation.stage"), ends_on=on("2026-10-01"))
    expected = {
        late: "late", last_day: "unreported", behind: "behind", ahead: "on_plan", over: "closed",
        own: "late",
    }  # fmt: skip
    for task, stands in expected.items():
        assert standing.standing_of(Task.objects.get(pk=task.pk)) == stands
        rows = read_selection(task_record, ada, {"standing": [stands]}, strict=True)
        assert task in rows.of(task_record.visible_to(ada)), task.name
    counts = [read_listing(task_record, ada, {"standing": [code]}).count for code in standing.WORDS]
    assert sum(counts) == len(expected)


def test_the_page_says_how_it_stands_with_line_and_kpis(
    make: Make, ada: User, browse: Browse
) -> None:
    task = make()
    report(task, "2026-10-01", 20, 25)
    report(task, "2026-11-01", 60, 45)
    measure(task, "4.80", "2.50", "3.90", before_on=on("2026-09-01"))
    html = page(browse(ada), task)
    assert "계획보다 15%p 늦음" in html
    assert 'data-kind="line"' in html
    assert "4.8%" in html
    assert "−0.9%" in html
    assert "39%" in html
    assert f"/innovation/progress/new?task={task.pk}" in html
    late = make(name="늦은 것", ends_on=on("2026-11-18"))
    assert "기한 2일 지남" in page(browse(ada), late)


def test_a_hidden_field_is_nowhere_on_the_page(make: Make, bob: User, browse: Browse) -> None:
    task = make()
    report(task, "2026-10-01", 20, 25)
    report(task, "2026-11-01", 61, 43)
    measure(task, "4.80", "2.50", "3.97")
    role = AccessRole.objects.create(
        name="가림",
        fields={
            "innovation.task": {"actual": HIDE}, "innovation.progress": {"actual": HIDE},
            "innovation.kpi": {"after": HIDE},
        },
    )  # fmt: skip
    roles.assign(bob, [role.pk])
    html = page(browse(bob), task)
    assert "43%" not in html
    assert "18%p" not in html
    assert "3.97%" not in html
    assert "36%" not in html, "the achievement is made of it"
    tile = widgets.mine(User.objects.get(pk=bob.pk), {})
    assert tile == {"is_hidden": True}


def test_moving_a_card_changes_the_stage_and_one_line_says_so(
    make: Make, ada: User, browse: Browse
) -> None:
    task = make()
    answer = browse(ada).post(f"{TASKS}{task.pk}/edit", {
        "name": task.name, "stage": "checked", "starts_on": "2026-09-01", "ends_on": "2026-12-31",
        "owner": str(task.owner_id), "purpose": "", "memo": "", "seen": "", "department": "",
    })  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()[:3000]
    line = AuditEntry.objects.filter(action="innovation.task.edit").get()
    assert line.changes["stage"] == ["running", "checked"]


def test_the_tile_and_the_number_hold_one_s_own_that_press(
    make: Make, ada: User, bob: User
) -> None:
    make(name="늦은 것", ends_on=on("2026-11-19"))
    fine, behind = make(name="괜찮은 것", ends_on=on("2026-11-25")), make(name="뒤처진 것")
    report(fine, "2026-11-01", 40, 40)
    report(behind, "2026-11-01", 60, 45)
    make(name="남의 것", owner=ada, ends_on=on("2026-11-19"))
    make(name="끝난 것", stage="done", ends_on=on("2026-10-01"))
    lines = widgets.mine(bob, {})["lines"]
    assert [task.name for task, _kind, _words in lines] == ["늦은 것", "뒤처진 것", "괜찮은 것"]
    count = counters.behind(bob)
    assert (count.number, count.kind) == (2, "warn")


def test_reports_follow_the_rights_over_their_task(make: Make, ada: User, bob: User) -> None:
    own, foreign = make(), make(name="남의 것", owner=ada)
    report(own, "2026-11-01", 60, 45)
    report(foreign, "2026-11-01", 60, 45)
    measure(foreign, "4", "3", None)
    role = AccessRole.objects.create(name="내 것만", scopes={"innovation.task.view": 1})
    roles.assign(bob, [role.pk])
    user = User.objects.get(pk=bob.pk)
    assert {each.task_id for each in progress_record.visible_to(user)} == {own.pk}
    assert not kpi_record.visible_to(user).exists()


def test_whoever_leaves_hands_over_what_is_open(make: Make, ada: User, bob: User) -> None:
    open_one, done = make(), make(name="끝난 것", stage="done")
    given = tasks.pass_on(bob.pk, ada.pk, 10)
    assert given == [open_one.pk]
    done.refresh_from_db()
    assert done.owner_id == bob.pk


def test_two_companies_never_see_each_other_s(
    hanbit: Company, daon: Company, bob: User, eve: User, browse: Browse
) -> None:
    with inside(hanbit):
        secret = tasks.create({"name": "한빛 과제", "owner": bob})
        kpis.create({"task": secret, "name": "한빛 지표"})
    with inside(daon):
        assert not task_record.visible_to(eve).exists()
    client = browse(eve)
    assert client.get(f"{TASKS}{secret.pk}/").status_code == 404
    for path in (TASKS, "/innovation/kpis/", "/tenants/reports/ready/task-progress/"):
        assert "한빛" not in client.get(path).content.decode()


def test_files_bring_tasks_reports_and_kpis(make: Make, ada: User, bob: User) -> None:
    run = brought(task_record, ada, [
        ["과제명", "단계", "담당자", "시작일", "종료일"],
        ["재고 조사 단축", "실행", bob.name, "2026-10-01", "2026-12-01"],
        ["거꾸로", "실행", bob.name, "2026-10-01", "2026-09-01"],
    ])  # fmt: skip
    assert outcome(run) == (1, 0, 0, 1)
    task = Task.objects.get()
    assert (task.name, task.stage, task.owner_id) == ("재고 조사 단축", "running", bob.pk)
    run = brought(progress_record, ada, [
        ["과제명", "보고일", "계획", "실적", "한 일"],
        [task.name, "2026-11-01", "40%", "25", "양식을 정했어요"],
        [task.name, "2026-11-02", "140", "25", "양식을 정했어요"],
    ])  # fmt: skip
    assert outcome(run) == (1, 0, 0, 1)
    task.refresh_from_db()
    assert task.lag == 15
    run = brought(kpi_record, ada, [
        ["과제명", "지표명", "단위", "개선방향", "이전값", "목표값", "이후값"],
        [task.name, "조사 시간", "시간", "낮을수록 좋음", "31", "8", "19.5"],
    ])  # fmt: skip
    assert outcome(run) == (1, 0, 0, 0)
    assert Kpi.objects.get().achieved == 50


def test_a_report_knows_who_wrote_it(make: Make, bob: User, browse: Browse) -> None:
    task = make()
    answer = browse(bob).post("/innovation/progress/new", {
        "task": task.name, "planned": "30", "actual": "20%", "remark": "첫 보고",
    })  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()[:2000]
    found: Any = Progress.objects.get()
    assert (found.owner_id, found.reported_on, found.actual) == (bob.pk, on("2026-11-20"), 20)
