"""Innovation tasks of a demo company: at every stage, with reports and KPIs (X1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random

from django.db import transaction

from dangol import clock
from modules.innovation.models import Task
from modules.innovation.models.kpi import Aim
from modules.innovation.services.tasks import kpis, progress, tasks
from tenants.people.models import User

SEED = 3707
UP, DOWN = Aim.UP.value, Aim.DOWN.value
TASKS: tuple[tuple[str, str, str, tuple[int, int], Sequence[tuple[int, int]]], ...] = (
    (
        "견적 회신 시간 단축", "문의를 받고 견적을 보내기까지 걸리는 시간을 절반으로 줄여요.",
        "running", (-120, 45), ((10, 10), (25, 20), (45, 35), (60, 48)),
    ),
    (
        "반품률 낮추기", "포장과 검수 절차를 바꿔 반품을 줄여요.",
        "running", (-90, -6), ((20, 20), (50, 40), (80, 65)),
    ),
    (
        "고객 불만 하루 안에 답하기", "접수한 불만에 다음 영업일까지 첫 답을 드려요.",
        "checked", (-150, 12), ((30, 35), (60, 62), (90, 92)),
    ),
    (
        "휴면 거래처 다시 깨우기", "1년 넘게 주문이 없는 거래처에 다시 연락해요.",
        "running", (-60, 90), ((10, 12), (30, 34), (40, 45)),
    ),
    (
        "영업 보고서 자동화", "주간 보고서를 손으로 모으지 않게 해요.",
        "done", (-210, -40), ((25, 20), (60, 55), (90, 85), (100, 100)),
    ),
    (
        "재고 조사 시간 단축", "바코드로 재고 조사를 하루 안에 마쳐요.",
        "planned", (-14, 110), ((5, 3),),
    ),
    (
        "전시회 상담 기록 표준화", "전시회에서 받은 명함과 상담을 같은 양식으로 남겨요.",
        "planned", (7, 95), (),
    ),
    ("종이 없는 계약", "계약서를 전자 서명으로 받아요.", "found", (20, 160), ()),
    (
        "콜센터 야간 운영", "야간 문의를 받을지 따져 봐요.",
        "stopped", (-180, -60), ((20, 10), (40, 12)),
    ),
)  # fmt: skip
"""(name, purpose, stage, days from today of begin and end, (planned, actual) of each report)."""
KPIS: dict[str, Sequence[tuple[str, str, str, str, str, str | None]]] = {
    "견적 회신 시간 단축": (
        ("견적 회신 시간", "시간", DOWN, "18", "8", "11.5"),
        ("견적 뒤 주문 전환율", "%", UP, "21.4", "30", "26.2"),
    ),
    "반품률 낮추기": (("반품률", "%", DOWN, "4.8", "2.5", "3.9"),),
    "고객 불만 하루 안에 답하기": (
        ("하루 안에 답한 비율", "%", UP, "52", "95", "97"),
        ("다시 접수된 불만", "건", DOWN, "34", "15", "19"),
    ),
    "휴면 거래처 다시 깨우기": (("다시 주문한 거래처", "곳", UP, "3", "25", "11"),),
    "영업 보고서 자동화": (
        ("주간 보고서 작성 시간", "분", DOWN, "190", "30", "22"),
        ("보고서 오류", "건", DOWN, "7", "1", "8"),
    ),
    "재고 조사 시간 단축": (("재고 조사 시간", "시간", DOWN, "31", "8", None),),
}  # fmt: skip
REMARKS = (
    "현황을 조사하고 목표를 정했어요.", "담당자를 정하고 첫 개선안을 적용했어요.",
    "부서 의견을 모아 절차를 고쳤어요.", "효과를 재고 남은 일을 정리했어요.",
)  # fmt: skip


def fill() -> int:
    """Adds tasks unless there are any; how many."""
    staff = list(User.objects.filter(is_active=True).order_by("email"))
    if not staff or Task.objects.exists():
        return 0
    random = Random(SEED)  # noqa: S311  (a demo, drawn anew alike)
    with transaction.atomic():
        for name, purpose, stage, (starts, ends), reports in TASKS:
            owner = random.choice(staff)
            task = tasks.create(
                {
                    "name": name, "purpose": purpose, "stage": stage, "owner": owner,
                    "department_id": owner.department_id,
                    "starts_on": clock.today() + timedelta(days=starts),
                    "ends_on": clock.today() + timedelta(days=ends),
                }
            )  # fmt: skip
            _report(task, owner, reports, min(ends, 0))
            _measure(task)
    return len(TASKS)


def _report(task: Task, owner: User, reports: Sequence[tuple[int, int]], last: int) -> None:
    """Reports at equal distances, the latest one a few days ago."""
    span = ((clock.today() + timedelta(days=last - 3)) - task.starts_on).days
    for number, (planned, actual) in enumerate(reports, start=1):
        day = task.starts_on + timedelta(days=span * number // len(reports))
        progress.create(
            {
                "task": task, "reported_on": day, "planned": planned, "actual": actual,
                "remark": REMARKS[(number - 1) % len(REMARKS)], "owner": owner,
            }
        )  # fmt: skip


def _measure(task: Task) -> None:
    for name, unit, aim, before, target, after in KPIS.get(task.name, ()):
        kpis.create(
            {
                "task": task, "name": name, "unit": unit, "aim": aim, "before": Decimal(before),
                "before_on": task.starts_on, "target": Decimal(target),
                "after": Decimal(after) if after else None,
                "after_on": clock.today() - timedelta(days=5) if after else None,
            }
        )  # fmt: skip
