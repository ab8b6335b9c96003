"""How files fill tasks, their progress and their KPIs: by their forms, row by row (U5)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangol.imports.declaration import Imports, Key

TASK = {
    "name": "과제명 혁신과제 혁신과제명 과제 task name",
    "purpose": "목적 추진목적 배경 purpose",
    "stage": "단계 진행단계 상태 stage",
    "owner": "담당자 과제담당자 책임자 리더 owner",
    "department": "담당부서 부서 주관부서 department",
    "starts_on": "시작일 착수일 start",
    "ends_on": "종료일 완료예정일 마감일 end due",
    "memo": "메모 비고 memo",
}
PROGRESS = {
    "task": "과제 과제명 혁신과제 task",
    "reported_on": "보고일 기준일 일자 날짜 date",
    "planned": "계획 계획율 계획률 계획진척률 planned",
    "actual": "실적 실적율 실적률 진척률 실적진척률 actual",
    "remark": "한일 내용 진척내용 비고 remark",
    "owner": "보고자 작성자 담당자 reporter",
}
KPI = {
    "task": "과제 과제명 혁신과제 task",
    "name": "지표 지표명 성과지표 kpi",
    "unit": "단위 unit",
    "aim": "개선방향 방향 aim",
    "before": "이전값 개선전 기준값 현재값 before",
    "before_on": "이전측정일 개선전측정일 beforeon",
    "target": "목표 목표값 target",
    "after": "이후값 개선후 실적값 after",
    "after_on": "이후측정일 개선후측정일 측정일 afteron",
}
task_imports = Imports(
    heads=TASK,
    keys=(Key(code="name", label=_("Name of the task"), fields=("name",), shared=True),),
)
progress_imports = Imports(
    heads=PROGRESS,
    keys=(Key(code="day", label=_("Task and day"), fields=("task", "reported_on")),),
)
kpi_imports = Imports(
    heads=KPI,
    keys=(Key(code="name", label=_("Task and name"), fields=("task", "name"), shared=True),),
)
