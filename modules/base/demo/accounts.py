"""The accounts of a demo company: the firms where most of its customers work (C1, X1)."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from uuid import UUID

from dangol.copying import line_of
from modules.base.demo.calendar import LAST, Calendar
from modules.base.demo.firms import SECOND, Firm
from modules.base.demo.names import families, given
from modules.base.demo.people import SOURCES, drawer, identifier
from tenants.business_number import made_up

COLUMNS = (
    "id", "created_at", "updated_at", "deleted_at", "name", "business_number", "state",
    "representative", "industry", "size", "grade", "credit", "founded", "employees", "revenue",
    "phone", "fax", "homepage", "postcode", "line1", "line2", "parent_id", "owner_id", "memo",
    "credit_on", "favour", "favour_on", "group_id", "capital",
    "merged_into", "source",
)  # fmt: skip
FIRST_NUMBER = 100_000
"""Business numbers below are those of demo companies themselves."""
STATES = ("active", "active", "active", "active", "prospect", "prospect", "dormant", "ended")
INDUSTRIES = {
    trade: industry
    for industry, trades in (
        ("유통", "물산 유통"),
        ("무역", "상사 무역 통상"),
        ("기계", "정밀 정공"),
        ("전자", "전자 전기"),
        ("제조", "산업 제지"),
        ("정보통신", "소프트 테크"),
        ("디자인·인쇄", "디자인 인쇄"),
        ("식품", "수산 식품 푸드"),
        ("건설·건축", "건설 건축"),
        ("물류", "물류 로지스틱스"),
        ("교육", "교육"),
        ("화장품", "화장품"),
        ("의료·제약", "바이오 약품 메디칼"),
        ("섬유·패션", "섬유"),
        ("에너지·환경", "환경 에너지"),
    )
    for trade in trades.split()
}
"""{trade in a firm's name: its industry}."""
MEMOS = (
    "연간 계약, 매년 11월에 다시 협의",
    "결제는 월말 마감 뒤 30일",
    "본사 구매팀을 거쳐야 함",
    "지방 공장 납품은 화물로 보냄",
)


def count(customers: int) -> int:
    """How many firms are accounts when there are so many customers."""
    return max(6, customers // 10)


def identifiers(seed: int, firms: Sequence[Firm], customers: int) -> dict[str, str]:
    """{firm: id of its account} of those that are accounts."""
    few = firms[: count(customers)]
    return {firm.name: _id(seed, number) for number, firm in enumerate(few)}


def draw_accounts(
    seed: int, firms: Sequence[Firm], customers: int, calendar: Calendar, staff: Sequence[UUID]
) -> list[str]:
    """The accounts as lines for COPY."""
    random = drawer(f"{seed} accounts")
    few = firms[: count(customers)]
    return [_draw(random, seed, number, firm, calendar, staff) for number, firm in enumerate(few)]


def _draw(
    random: Random, seed: int, number: int, firm: Firm, calendar: Calendar, staff: Sequence[UUID]
) -> str:
    roll = random.random
    added = calendar.moment(calendar.working(int(roll() * LAST * 0.6)), roll())
    employees = int(8 + roll() ** 4 * 2400)
    above = _id(seed, number // 2) if number % 17 == 5 else None
    return line_of(
        [
            _id(seed, number),
            added,
            added,
            None,
            firm.name,
            made_up(FIRST_NUMBER + number),
            STATES[int(roll() * len(STATES))],
            _person(random),
            INDUSTRIES[next(trade for trade in SECOND if trade in firm.name)],
            "large" if employees > 1000 else "middle" if employees > 300 else "small",
            1 + int(roll() ** 0.6 * 4) if roll() < 0.85 else None,
            1 + int(roll() * roll() * 5),
            calendar.year - 3 - int(roll() * 45),
            employees,
            employees * int(120 + roll() * 380) * 1_000_000,
            firm.phone,
            f"{firm.phone[:-1]}9",
            f"https://www.{firm.domain}",
            firm.address.postcode,
            firm.address.line1,
            firm.address.line2,
            above,
            staff[int(roll() * len(staff))] if staff else None,
            MEMOS[int(roll() * len(MEMOS))] if roll() < 0.3 else "",
            *[None] * 5,  # what `dealings` fills
            None,
            SOURCES[number * 5 % len(SOURCES)],
        ]
    )


def _id(seed: int, number: int) -> str:
    return identifier(drawer(f"{seed} account {number}"), number)


def _person(random: Random) -> str:
    names, weights = families()
    choice = given(1960 + int(random.random() * 3) * 10, "m" if random.random() < 0.8 else "f")
    family = random.choices(names, cum_weights=weights)[0]
    return str(family + choice[int(random.random() * len(choice))])
