"""Expenses of a demo company: three months up to today, at every point of their way (X1)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction

from dangol import clock
from modules.base.models import Account, Customer
from modules.expenses.models import Evidence, Expense, State
from modules.expenses.models.expense import Method
from modules.expenses.queries.approvers import approvers
from modules.expenses.services.expenses import expenses
from tenants.people.models import AccessRole, User
from tenants.services import roles

SEED = 1027
BACK = 92
"""Days."""
HEADS = "부서장"
"""The role that sees the department's expenses and approves them."""
KINDS: tuple[tuple[str, str, int, int], ...] = (
    ("travel", "{place} 방문 교통비", 8_400, 64_000),
    ("travel", "KTX 서울–{city}", 23_700, 59_800),
    ("travel", "{city} 출장 숙박비", 66_000, 132_000),
    ("welfare", "야근 식대", 9_000, 38_000),
    ("welfare", "팀 회식", 84_000, 320_000),
    ("entertainment", "{place} 식사", 48_000, 260_000),
    ("entertainment", "{place} 선물", 30_000, 90_000),
    ("supplies", "토너와 복사지", 22_000, 148_000),
    ("supplies", "전시회 소모품", 15_000, 70_000),
    ("communication", "업무용 휴대전화 요금", 33_000, 88_000),
    ("communication", "등기 우편", 3_800, 21_000),
    ("books", "제안서 제본", 12_000, 96_000),
    ("books", "업무 참고 도서", 16_200, 54_000),
    ("vehicle", "주유비", 40_000, 95_000),
    ("vehicle", "주차비", 3_000, 18_000),
    ("training", "개인정보 보호 교육비", 55_000, 165_000),
    ("fees", "법인 등기 수수료", 8_000, 60_000),
)
CITIES = ("부산", "대전", "광주", "동대구", "강릉")
PROJECTS = ("", "", "", "가을 캠페인", "신규 거래처 개척", "고객 초청 행사")
REASONS = (
    "영수증을 붙여 주세요.",
    "계정과목을 접대비로 바꿔 주세요.",
    "참석자를 메모에 적어 주세요.",
)


def fill() -> int:
    """Adds expenses unless there are any; how many."""
    staff = list(User.objects.filter(is_active=True).order_by("email"))
    if not staff or Expense.objects.exists():
        return 0
    with transaction.atomic():
        _appoint(staff)
        return _fill(Random(SEED), staff)  # noqa: S311  (a demo, drawn anew alike)


def _appoint(staff: list[User]) -> None:
    """Of each department with several people the one who is longest here leads it."""
    if AccessRole.objects.filter(name=HEADS).exists():
        return
    teams: dict[Any, list[User]] = defaultdict(list)
    for user in sorted(staff, key=lambda each: (each.created_at, each.email)):
        if user.department_id and not user.is_admin:
            teams[user.department_id].append(user)
    heads = [people[0] for people in teams.values() if len(people) > 1]
    if not heads:
        return
    role = roles.create(HEADS)
    scopes = {"expenses.expense.view": 2, "expenses.expense.approve": 3}
    roles.change(role, scopes=scopes, fields={})
    for user in heads:
        kept = list(user.access_roles.values_list("pk", flat=True))
        roles.assign(user, [*kept, role.pk])


def _fill(random: Random, staff: list[User]) -> int:
    accounts = list(Account.objects.present().order_by("name", "pk")[:40])
    customers = list(Customer.objects.present().order_by("code", "pk")[:60])
    deciding = list(User.objects.filter(pk__in=approvers()).order_by("email"))
    count = 0
    for away in range(BACK, -1, -1):
        day = clock.today() - timedelta(days=away)
        for _number in range(0 if day.weekday() == 6 else random.randint(0, 3)):
            owner = random.choice(staff)
            others = [each for each in deciding if each.pk != owner.pk]
            approver = random.choice(others) if others else None
            values = _values(random, accounts, customers)
            made = expenses.create(
                {**values, "owner": owner, "approver": approver, "spent_on": day}
            )
            _go_on(random, made, away, approver)
            count += 1
    return count


def _values(random: Random, accounts: list[Account], customers: list[Customer]) -> dict[str, Any]:
    title, words, least, most = random.choice(KINDS)
    account = random.choice(accounts) if accounts and "{place}" in words else None
    customer = random.choice(customers) if customers and title == "entertainment" else None
    place = account.name if account else "거래처"
    return {
        "name": words.format(place=place, city=random.choice(CITIES))[:100],
        "amount": random.randrange(least, most, 100),
        "account_title": title,
        "method": random.choice((Method.COMPANY_CARD, Method.COMPANY_CARD, Method.OWN_CARD)),
        "evidence": random.choice((Evidence.PROVEN, Evidence.PROVEN, Evidence.MISSING)),
        "account": account,
        "customer": customer,
        "project": random.choice(PROJECTS),
    }


def _go_on(random: Random, made: Expense, away: int, approver: User | None) -> None:
    """How far it is by now: the older, the further. As if it had happened then, without notices."""
    if approver is None:
        return
    chances = (
        (State.PAID,) * 8 + (State.APPROVED,)
        if away > 30
        else (State.APPROVED, State.APPROVED, State.SUBMITTED, State.SUBMITTED, State.RETURNED)
        if away > 2
        else (State.SUBMITTED, State.DRAFT)
    )
    state = random.choice(chances)
    evening = datetime.combine(made.spent_on, time(17, 30), tzinfo=clock.KOREA)
    at = min(evening, clock.now())
    values: dict[str, Any] = {"state": state, "created_at": at, "updated_at": at}
    if state != State.DRAFT:
        values["submitted_at"] = at
    if state in (State.APPROVED, State.RETURNED, State.PAID):
        values["decided_at"] = min(at + timedelta(hours=18), clock.now())
    if state == State.RETURNED:
        values["returned_for"] = random.choice(REASONS)
    if state == State.PAID:
        values["paid_on"] = min(made.spent_on + timedelta(days=15), clock.today())
    Expense.objects.filter(pk=made.pk).update(**values)
