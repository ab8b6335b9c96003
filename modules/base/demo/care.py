"""What demo customers asked for, complained about, care for, and whom they know (B1, B9-B11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from uuid import UUID

from dangol.copying import copy_lines, line_of
from modules.base.demo.calendar import LAST, Calendar
from modules.base.demo.history import BUSY, moment
from modules.base.demo.people import Drawn, identifier
from modules.base.models import Complaint, Interest, Material, Relation
from modules.base.services.relations import FROM_THERE

TIMES = ("id", "created_at", "updated_at", "deleted_at")
MATERIAL = (
    *TIMES, "customer_id", "document", "way", "requested_at", "due_on", "sent_on", "owner_id",
    "memo",
)  # fmt: skip
COMPLAINT = (
    *TIMES, "customer_id", "subject", "kind", "state", "received_at", "due_on", "done_on",
    "in_scope", "department_id", "owner_id", "content", "answer",
)  # fmt: skip
INTEREST = (*TIMES, "customer_id", "topic", "product_id", "level", "noted_at", "owner_id", "memo")
RELATION = (*TIMES, "customer_id", "other_id", "kind", "memo", "twin")
SHARES = {"material": 0.08, "complaint": 0.05, "interest": 0.16, "relation": 0.06}
"""How many of a customer's kind there are for each customer; the busy ones have more."""
DOCUMENTS = ("제품 소개서", "가격표", "카탈로그 2026", "시험 성적서", "설치 설명서", "거래 제안서")
WAYS = ("mail", "mail", "mail", "post", "fax", "hand", "link")
COMPLAINTS = (
    ("complaint", "납기가 사흘 늦었어요", "대체 물량을 먼저 보내고 운송 일정을 바꿈"),
    ("complaint", "포장이 찢어진 채 도착했어요", "새 제품으로 교환"),
    ("complaint", "담당자와 통화가 안 돼요", "담당자를 바꾸고 직통 번호를 안내"),
    ("consultation", "보증 기간 문의", "구매일부터 2년임을 안내"),
    ("civil", "공사 소음 민원", "작업 시간을 오전 9시 이후로 변경"),
    ("proposal", "소포장 제품을 만들어 주세요", "상품팀에 전달"),
)
INTERESTS = (
    "자동화 설비",
    "안전용품 정기 구매",
    "친환경 포장재",
    "연간 유지 보수",
    "할인 행사",
    "신제품 소식",
)
KINDS = ("colleague", "colleague", "colleague", "friend", "introducer", "family", "school")
ANSWERED_WITHIN = 14
"""Days after which every complaint is done and every document sent."""


def fill_care(random: Random, people: Sequence[Drawn], calendar: Calendar, block: int) -> int:
    """Writes what belongs to these people; the number of rows."""
    busy = people[:: max(1, len(people) // BUSY)]
    first = block * 1_000_000
    drawn = {
        kind: [_one(random, people, busy, calendar) for _each in range(int(len(people) * share))]
        for kind, share in SHARES.items()
    }
    written = copy_lines(
        Material,
        MATERIAL,
        [_material(random, first + n, *d, calendar) for n, d in enumerate(drawn["material"])],
    )
    written += copy_lines(
        Complaint,
        COMPLAINT,
        [_complaint(random, first + n, *d, calendar) for n, d in enumerate(drawn["complaint"])],
    )
    written += copy_lines(
        Interest,
        INTEREST,
        [_interest(random, first + n, *d) for n, d in enumerate(drawn["interest"])],
    )
    return written + copy_lines(
        Relation, RELATION, _relations(random, first, [d[:3] for d in drawn["relation"]], people)
    )


def _one(
    random: Random, people: Sequence[Drawn], busy: Sequence[Drawn], calendar: Calendar
) -> tuple[Drawn, int, str]:
    """Somebody, a working day since they were added, and a moment of it."""
    roll = random.random
    among = busy if roll() < 0.3 else people
    person = among[int(roll() * len(among))]
    day = person.first_day + int(roll() ** 0.6 * (LAST + 1 - person.first_day))
    day = calendar.working(min(day, LAST), person.first_day)
    return person, day, moment(random, person, day, calendar)


def _later(random: Random, day: int, calendar: Calendar) -> tuple[str, str | None]:
    """(by when, when it was done or None) of what began on a day."""
    due = (calendar.as_of - timedelta(days=LAST - day - 7)).isoformat()
    took = 1 + int(random.random() * 6)
    is_over = LAST - day > ANSWERED_WITHIN or (day + took <= LAST and random.random() < 0.5)
    return due, calendar.day(min(day + took, LAST)) if is_over else None


def _material(
    random: Random, number: int, person: Drawn, day: int, at: str, calendar: Calendar
) -> str:
    due, sent = _later(random, day, calendar)
    document, way = (each[int(random.random() * len(each))] for each in (DOCUMENTS, WAYS))
    key = identifier(random, number)
    return line_of([key, at, at, None, person.id, document, way, at, due, sent, person.owner, ""])


def _complaint(
    random: Random, number: int, person: Drawn, day: int, at: str, calendar: Calendar
) -> str:
    due, done = _later(random, day, calendar)
    kind, subject, answer = COMPLAINTS[int(random.random() * len(COMPLAINTS))]
    state = "done" if done else "working" if random.random() < 0.5 else "received"
    return line_of(
        [
            identifier(random, number), at, at, None, person.id, subject, kind, state, at, due,
            done, random.random() < 0.7, None, person.owner, "", answer if done else "",
        ]
    )  # fmt: skip


def _interest(random: Random, number: int, person: Drawn, day: int, at: str) -> str:
    topic = INTERESTS[int(random.random() * len(INTERESTS))]
    level = ("high", "normal", "normal", "low")[int(random.random() * 4)]
    key = identifier(random, number)
    return line_of([key, at, at, None, person.id, topic, None, level, at, person.owner, ""])


def _relations(
    random: Random, first: int, drawn: Sequence[tuple[Drawn, int, str]], people: Sequence[Drawn]
) -> list[str]:
    """Pairs of twins; nobody is related to the same person twice."""
    lines, known = [], set()
    for number, (person, _day, at) in enumerate(drawn):
        other = people[int(random.random() * len(people))]
        pair = frozenset((person.id, other.id))
        if len(pair) < 2 or pair in known:
            continue
        known.add(pair)
        kind = KINDS[int(random.random() * len(KINDS))]
        one, two = (identifier(random, first + 2 * number + each) for each in (0, 1))
        there = FROM_THERE.get(kind, kind)
        lines.append(line_of([one, at, at, None, person.id, other.id, kind, "", UUID(two)]))
        lines.append(line_of([two, at, at, None, other.id, person.id, there, "", UUID(one)]))
    return lines
