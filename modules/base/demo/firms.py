"""The firms at which demo customers work: each with one name, domain, address and switchboard."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from modules.base.demo.mailboxes import HOUSE_FORMS
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
SECOND = {
    "물산": "trade", "상사": "corp", "정밀": "fine", "전자": "elec", "산업": "ind", "유통": "dist",
    "소프트": "soft", "전기": "power", "제지": "paper", "디자인": "design", "테크": "tech",
    "수산": "sea", "건설": "con", "식품": "foods", "물류": "logis", "교육": "edu", "화장품": "cos",
    "바이오": "bio", "약품": "pharm", "건축": "arch", "정공": "mech", "인쇄": "print",
    "무역": "intl", "섬유": "tex", "통상": "global", "환경": "eco", "에너지": "energy",
    "로지스틱스": "express", "푸드": "fnb", "메디칼": "medi",
}  # fmt: skip
"""The trade in a firm's name, and how its domain says it."""
FORMS = ("㈜{}", "㈜{}", "{}㈜", "주식회사 {}", "{}")


@dataclass(frozen=True)
class Firm:
    """One firm. All domains end in .example, all exchanges begin with 0: nobody real is reached.

    form  the way in which its mail addresses are written, by number (`mailboxes.forms`)
    """

    name: str
    domain: str
    form: int
    address: Address
    phone: str


def firms(seed: int) -> list[Firm]:
    """Every firm there can be, the same for the same seed."""
    random = Random(f"firms {seed}")  # noqa: S311  (made-up firms, no secrets)
    found = []
    for first in FIRST:
        for second, trade in SECOND.items():
            address = draw(random, is_home=False)
            domain = f"{romanised(first)}{trade}.example"
            phone = f"{address.code}-0{random.randrange(100, 1000)}-{random.randrange(10_000):04}"
            name = FORMS[random.randrange(len(FORMS))].format(first + second)
            form = random.randrange(HOUSE_FORMS)
            found.append(Firm(name, domain, form, address, phone))
    random.shuffle(found)
    return found
