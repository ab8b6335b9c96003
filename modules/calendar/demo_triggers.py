"""Triggers of a demo company, as such a company would have them (X1, A29)."""

from __future__ import annotations

from typing import Any

from modules.base.models import Customer
from modules.base.services import customers
from tenants import audit
from tenants.people.models import User
from tenants.triggers.models import Trigger
from tenants.triggers.services import keeping

CUSTOMER = "base.customer"
TOLD = 3
"""Customers who set the first one off, so that its log is not empty."""


def _action(code: str, **options: Any) -> dict[str, Any]:
    return {"code": code, "options": options}


THANKS = "큰 고객이 되었어요. 이번 주에 감사 인사를 드려 주세요."
TRIGGERS: list[tuple[str, dict[str, Any]]] = [
    (
        "on",
        {
            "name": "A+ 고객이 되면 감사 전화",
            "note": "놓치지 않고 인사드리기",
            "moment": "hold",
            "where": "all(grade=1)",
            "actions": [
                _action("tenants.notify", to=["owner"], text=THANKS),
                _action("calendar.todo", title="감사 전화", who="owner", days=3),
            ],
        },
    ),
    (
        "on",
        {
            "name": "생일 이틀 전 축하 준비",
            "note": "",
            "moment": "day",
            "where": "all(grade=1|2)",
            "day_field": "birth_date",
            "day_offset": -2,
            "is_yearly": True,
            "actions": [_action("calendar.todo", title="생일 축하 연락", who="owner", days=2)],
        },
    ),
    (
        "on",
        {
            "name": "월요일 아침 고객 현황",
            "note": "주간 회의 자료",
            "moment": "time",
            "where": "",
            "every": "week",
            "weekday": 0,
            "actions": [
                _action(
                    "tenants.report",
                    report="ready:customer-grades",
                    to=["admins"],
                    text="지난주까지의 등급별 고객이에요.",
                    attaches=True,
                ),
            ],
        },
    ),
    (
        "trial",
        {
            "name": "90일 동안 연락이 없는 고객",
            "note": "켜기 전에 몇 건이나 되는지 보는 중",
            "moment": "hold",
            "where": "all(last_contacted_at.older=90,grade=1|2)",
            "actions": [
                _action("tenants.notify", to=["owner", "team"], text="연락할 때가 됐어요.")
            ],
        },
    ),
]
"""(state, what the form asks for) of each."""


def fill(admin: User) -> int:
    """Adds them unless there are any; how many. The first is set off by a few customers."""
    if Trigger.objects.exists():
        return 0
    for state, values in TRIGGERS:
        made = keeping.create(admin, CUSTOMER, values)
        keeping.switch(made, state, admin)
    with audit.acting(audit.Actor(id=admin.pk, name=admin.name)):
        rows = Customer.objects.present().filter(owner__isnull=False, grade__gt=1)
        for customer in rows.order_by("code", "pk")[:TOLD]:
            customers.edit(customer, {"grade": 1}, "")
    return len(TRIGGERS)
