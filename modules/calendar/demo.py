"""Appointments and to-dos of a demo company, around today (X1)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction

from dangol import clock
from modules.base.models import Customer
from modules.calendar import demo_triggers
from modules.calendar.models import Appointment
from modules.calendar.services.anniversaries import anniversaries
from modules.calendar.services.appointments import appointments
from modules.calendar.services.todos import todos
from tenants.people.models import User

SEED = 2009
BACK, AHEAD = 45, 45
VISITS = ("방문 상담", "제품 시연", "견적 협의", "계약 검토", "납품 일정 협의", "사용 교육")
INSIDE = (("주간 실적 점검", "meeting"), ("캠페인 준비 회의", "meeting"), ("전화 상담", "call"))
PLACES = ("본사 회의실", "3층 소회의실", "고객사", "온라인", "")
TODOS = (
    "견적서 보내기", "계약서 초안 확인", "감사 전화", "샘플 발송", "세금계산서 확인", "회의록 정리",
    "재구매 안내", "불만 처리 결과 알리기",
)  # fmt: skip
SERIES: tuple[dict[str, Any], ...] = (
    {"title": "전사 주간 회의", "repeat": "weekly", "weekdays": "MO", "hour": 9, "kind": "meeting"},
    {"title": "영업팀 아침 모임", "repeat": "weekly", "weekdays": "TU,TH", "hour": 10,
     "kind": "meeting", "visibility": "team"},
    {"title": "월말 마감", "repeat": "monthly", "hour": 17, "kind": "event", "day": 31},
    {"title": "창립기념일", "repeat": "yearly", "hour": None, "kind": "event", "day": 12},
)  # fmt: skip


def fill() -> int:
    """Two months of appointments and to-dos; nothing when there are any. Returns the rows."""
    if Appointment.objects.exists():
        return 0
    staff = list(User.objects.filter(is_active=True).order_by("email"))
    customers = list(Customer.objects.present().order_by("code", "pk")[:120])
    if not staff:
        return 0
    with transaction.atomic():
        return _fill(Random(SEED), staff, customers)  # noqa: S311  (a demo, drawn anew alike)


def _fill(random: Random, staff: list[User], customers: list[Customer]) -> int:
    today, count = clock.today(), 0
    for values in SERIES:
        _series(dict(values), staff[0], today)
    for away in range(-BACK, AHEAD):
        day = today + timedelta(days=away)
        if day.weekday() >= 5:
            continue
        for _number in range(random.randint(1, 4)):
            appointments.create(_appointment(random, day, staff, customers))
            count += 1
        if random.random() < 0.6:
            todos.create(_todo(random, day, today, staff, customers))
            count += 1
    for number, customer in enumerate(customers[:24]):
        anniversaries.create(_anniversary(random, number, customer, today))
    admin = next((user for user in staff if user.is_admin), None)
    triggers = demo_triggers.fill(admin) if admin else 0
    return count + len(SERIES) + len(customers[:24]) + triggers


def _anniversary(random: Random, number: int, customer: Customer, today: date) -> dict[str, Any]:
    """Some within the next days, so that nobody finds the list empty; a third of them lunar."""
    year = random.randint(1945, 2005)
    if number % 3 == 0:
        written = f"음 {year}-{random.randint(1, 12):02}-{random.randint(1, 29):02}"
        return {"customer": customer, "kind": "birthday", "written": written}
    day = today + timedelta(days=number if number % 3 == 1 else random.randint(0, 360))
    written = f"{day:%m-%d}" if (day.month, day.day) != (2, 29) else "02-28"
    return {"customer": customer, "kind": "wedding", "written": f"{year}-{written}"}


def _series(values: dict[str, Any], owner: User, today: date) -> None:
    hour = values.pop("hour")
    first = (today - timedelta(days=60)).replace(day=1)
    day = values.pop("day", 1)
    first = first if day == 1 else _day_of_month(first, day)
    starts = datetime.combine(first, time(hour or 0), tzinfo=clock.KOREA)
    ends = starts + timedelta(hours=1)
    appointments.create(
        {**values, "owner": owner, "starts_at": starts, "ends_at": ends, "is_all_day": hour is None}
    )


def _day_of_month(first: date, day: int) -> date:
    """The day in the first month from there on that has it."""
    month = first
    while True:
        try:
            return month.replace(day=day)
        except ValueError:
            month = (month + timedelta(days=31)).replace(day=1)


def _appointment(
    random: Random, day: date, staff: list[User], customers: list[Customer]
) -> dict[str, Any]:
    owner = random.choice(staff)
    starts = datetime.combine(
        day, time(random.choice((9, 10, 11, 13, 14, 15, 16)), random.choice((0, 30))),
        tzinfo=clock.KOREA,
    )  # fmt: skip
    found: dict[str, Any] = {
        "owner": owner,
        "starts_at": starts,
        "ends_at": starts + timedelta(minutes=random.choice((30, 60, 60, 90, 120))),
        "place": random.choice(PLACES),
        "visibility": random.choice(("company", "company", "team", "private")),
        "importance": random.choice(("normal", "normal", "normal", "high", "low")),
    }
    if customers and random.random() < 0.6:
        customer = random.choice(customers)
        title = f"{customer.name} {random.choice(VISITS)}"
        return {**found, "title": title, "kind": "visit", "customer": customer}
    title, kind = random.choice(INSIDE)
    others = [str(each.pk) for each in random.sample(staff, min(2, len(staff)))]
    return {**found, "title": title, "kind": kind, "participants": others}


def _todo(
    random: Random, day: date, today: date, staff: list[User], customers: list[Customer]
) -> dict[str, Any]:
    is_done = day < today and random.random() < 0.85
    return {
        "title": random.choice(TODOS),
        "owner": random.choice(staff),
        "due_on": day,
        "state": "done" if is_done else "open",
        "importance": random.choice(("normal", "normal", "high")),
        "customer": random.choice(customers) if customers else None,
    }
