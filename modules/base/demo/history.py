"""Contacts of demo customers, drawn from a seed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from uuid import UUID

from dangol.copying import line_of
from modules.base.demo.calendar import LAST, Calendar
from modules.base.demo.people import Drawn, identifier
from modules.base.models.contact import Medium

CONTACT_COLUMNS = (
    "id", "created_at", "updated_at", "deleted_at", "customer_id", "subject", "contacted_at",
    "staff_id", "medium", "next_action", "next_on", "memo", "is_system", "link",
)  # fmt: skip
NOTE: str = Medium.NOTE
CONTACTS = (
    ("phone", "안부 전화, 특이 사항 없음"),
    ("phone", "견적 금액 문의, 메일로 다시 보내기로 함"),
    ("phone", "납기 확인 요청, 생산팀과 확인 후 회신"),
    ("phone", "부재중, 내일 오전 다시 걸기로 함"),
    ("mail", "견적서 발송"),
    ("mail", "제품 소개서 발송, 다음 달 검토 예정"),
    ("mail", "계산서 재발행 요청 처리"),
    ("visit", "담당자 미팅, 내년도 연간 계약 논의"),
    ("visit", "현장 방문, 설비 교체 주기 상담"),
    ("sms", "행사 안내 문자 회신: 참석 희망"),
    ("web", "홈페이지 문의: 대량 구매 할인 여부"),
    ("fax", "발주서 수신"),
    ("dm", "신제품 카탈로그 우편 발송"),
    (NOTE, "단가표는 분기마다 새로 보내기"),
    (NOTE, "경쟁사 제품과 비교 중, 결정은 다음 달"),
    (NOTE, "결재는 부장까지 올라감, 서류는 미리 보내기"),
    (NOTE, "주차가 어려우니 방문은 지하철로"),
)
BUSY = 40
"""Customers of a block with whom much has gone on in the last days."""
LATELY = 0.006
"""The share of contacts and orders that are theirs."""
DAYS_LATELY = 5
FOLLOW_UPS = ("견적서 다시 보내기", "샘플 도착 확인 전화", "계약서 초안 보내기", "방문 일정 잡기")
FOLLOWED = 0.3
"""The share of the contacts of the last days after which something is still to be done."""


def draw_contacts(
    random: Random, people: Sequence[Drawn], count: int, first: int, calendar: Calendar,
    staff: Sequence[UUID],
) -> tuple[list[str], dict[str, str]]:  # fmt: skip
    """`count` contacts as lines for COPY, numbered from `first`, and the last one of each customer.

    A few customers get many: the customer is drawn with a preference for the front. Most contacts
    are their owner's. Remarks are no contacts.
    """
    roll = random.random
    busy = people[:: max(1, len(people) // BUSY)]
    lines: list[str] = []
    last: dict[str, str] = {}
    for number in range(first, first + count):
        person, day = whom_and_when(random, people, busy, 1.6, calendar)
        at = moment(random, person, day, calendar)
        medium, memo = CONTACTS[int(roll() * len(CONTACTS))]
        by = person.owner
        if by is None or roll() < 0.2:
            by = staff[int(roll() * len(staff))] if staff else None
        lines.append(
            line_of(
                [
                    identifier(random, number), at, at, None, person.id, memo.partition(",")[0], at,
                    by, medium, *_next_step(random, day, calendar), memo, False, "",
                ]
            )
        )  # fmt: skip
        if medium != NOTE and at > last.get(person.id, ""):
            last[person.id] = at
    return lines, last


def _next_step(random: Random, day: int, calendar: Calendar) -> tuple[str, str | None]:
    """(what is to be done next, on which day) after some of the latest contacts."""
    if LAST - day > 2 * DAYS_LATELY or random.random() > FOLLOWED:
        return "", None
    ahead = calendar.as_of + timedelta(days=1 + int(random.random() * 14))
    return FOLLOW_UPS[int(random.random() * len(FOLLOW_UPS))], ahead.isoformat()


def whom_and_when(
    random: Random, people: Sequence[Drawn], busy: Sequence[Drawn], bend: float, calendar: Calendar
) -> tuple[Drawn, int]:
    """A customer, and a working day since it was added: one of the last days for a busy one."""
    roll = random.random
    if roll() < LATELY:
        person = busy[int(roll() * len(busy))]
        day = max(person.first_day, LAST - int(roll() * DAYS_LATELY))
    else:
        person = people[int(roll() ** bend * len(people))]
        day = person.first_day + int(roll() ** 0.8 * (LAST + 1 - person.first_day))
    return person, calendar.working(day, person.first_day)


def moment(random: Random, person: Drawn, day: int, calendar: Calendar) -> str:
    """When on that day: on its first one after the customer was added."""
    part = random.random()
    if day == person.first_day:
        part = person.part + (1 - person.part) * part
    return calendar.moment(day, part)
