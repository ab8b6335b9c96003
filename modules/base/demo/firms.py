"""The firms at which demo customers work: each with one name, domain, address and switchboard."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from modules.base.demo.names import romanised
from modules.base.demo.places import Address, draw

FIRST = [
    "한빛",
    "누리",
    "해오름",
    "푸른솔",
    "미르",
    "온누리",
    "이음",
    "별하",
    "두레",
    "송림",
    "나래",
    "가온",
    "청해",
    "한결",
    "새벽",
    "다솔",
    "솔빛",
    "여울",
    "고은",
    "모아",
    "초록내음",
    "산들",
    "한울",
    "물결",
    "누림",
    "가람",
    "새솔",
    "이룸",
    "늘봄",
    "두리",
    "나눔",
    "온빛",
    "해솔",
    "아람",
    "도담",
    "라온",
    "바른",
    "하나",
    "세움",
    "참빛",
]
SECOND = [
    "물산",
    "상사",
    "정밀",
    "전자",
    "산업",
    "유통",
    "소프트",
    "전기",
    "제지",
    "디자인",
    "테크",
    "수산",
    "건설",
    "식품",
    "물류",
    "교육",
    "화장품",
    "바이오",
    "약품",
    "건축",
    "정공",
    "인쇄",
    "무역",
    "섬유",
    "통상",
    "환경",
    "에너지",
    "로지스틱스",
    "푸드",
    "메디칼",
]
FORMS = ("㈜{}", "㈜{}", "{}㈜", "주식회사 {}", "{}")


@dataclass(frozen=True)
class Firm:
    """One firm. All domains end in .example, all exchanges begin with 0: nobody real is reached."""

    name: str
    domain: str
    address: Address
    phone: str


def firms(seed: int) -> list[Firm]:
    """Every firm there can be, the same for the same seed."""
    random = Random(f"firms {seed}")  # noqa: S311  (made-up firms, no secrets)
    found = []
    for first in FIRST:
        for second in SECOND:
            address = draw(random, is_home=False)
            domain = f"{romanised(first)}-{romanised(second)}.example"
            phone = f"{address.code}-0{random.randrange(100, 1000)}-{random.randrange(10_000):04}"
            name = FORMS[random.randrange(len(FORMS))].format(first + second)
            found.append(Firm(name, domain, address, phone))
    random.shuffle(found)
    return found
