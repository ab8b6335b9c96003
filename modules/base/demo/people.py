"""Demo customers, drawn from a seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

from dangol.copying import line_of
from modules.base.demo.calendar import Calendar
from modules.base.demo.firms import Firm
from modules.base.demo.mailboxes import PERSONAL, Mailboxes, forms
from modules.base.demo.names import families, given
from modules.base.demo.places import Address, draw

COLUMNS = (
    "id", "code", "name", "account_id", "company_name", "department", "title", "mobile",
    "work_phone", "fax", "email", "homepage", "mobile_key", "email_key", "home_postcode",
    "home_line1", "home_line2", "work_postcode", "work_line1", "work_line2", "mailing_place",
    "birth_date", "grade", "source", "memo", "owner_id", "mail_ads", "mail_ads_at",
    "mail_ads_source", "sms_ads", "sms_ads_at", "sms_ads_source", "night", "night_at",
    "night_source", "last_contacted_at", "created_at", "updated_at", "deleted_at",
    "merged_into", "phone_ads", "phone_ads_at", "phone_ads_source", "post_ads", "post_ads_at",
    "post_ads_source", "joins_events", "monthly_mailing", "address_confirmed", "fax_ads_at",
    "related_staff_id", "staff_relation", "collector_id", "lifecycle_on", "interest", "favour",
    "profit", "loyalty", "loyalty_grade", "computed_grade", "contact_interval", "next_contact_on",
    "sex", "occupation", "income",
)  # fmt: skip
SCORES = 9
"""The columns after `collector_id`: what `modules.scoring` works out, and what nobody chose."""
JOBS = (
    ("employee", 46), ("professional", 57), ("business", 70), ("official", 77), ("service", 86),
    ("worker", 95), ("other", 100),
)  # fmt: skip
"""What people of a firm do: of a hundred, how many until here."""
OTHERS = (
    ("home", 30), ("student", 45), ("resting", 60), ("business", 78), ("farmer", 86),
    ("service", 96), ("other", 100),
)  # fmt: skip
INCOMES = {"home": 2, "student": 1, "resting": 1, "farmer": 2, "professional": 5, "business": 4}
"""The band around which the incomes of some occupations lie; others around the third."""
DEPARTMENTS = [
    "구매팀",
    "총무팀",
    "영업팀",
    "마케팅팀",
    "경영지원팀",
    "생산팀",
    "품질관리팀",
    "기획팀",
    "연구소",
    "전산팀",
]
TITLES = (
    (28, "사원"),
    (32, "주임"),
    (36, "대리"),
    (41, "과장"),
    (46, "차장"),
    (54, "부장"),
    (99, "이사"),
)
SOURCES = (
    "홈페이지",
    "홈페이지",
    "전시회",
    "전시회",
    "소개",
    "전화 문의",
    "세미나",
    "명함",
    "이벤트",
)
CONSENT_SOURCES = ("웹 양식", "웹 양식", "전시회 신청서", "상담 중 동의")
REFUSED = "수신 거부 신청"
MEMOS = (
    "견적은 메일로 먼저 받기를 원함",
    "통화는 오후가 편하다고 함",
    "연말에 재계약 검토",
    "담당자 교체 예정, 내년 초 다시 연락",
    "샘플 요청 이력 있음",
)
OLDEST, YOUNGEST = 1956, 2003
EPOCH = 1_704_034_800_000
"""2024 begins in Korea, in milliseconds: all made-up ids lie before those of real rows."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the history of a customer needs to know of the customer.

    first_day, part  the day on which it was added, and how far in that day
    """

    id: str
    first_day: int
    part: float
    owner: UUID | None


def drawer(key: str) -> Random:
    """A source of draws that is the same for the same key."""
    return Random(key)  # noqa: S311  (made-up people, no secrets)


def identifier(random: Random, number: int) -> str:
    """An id of version 7 as 32 hexadecimal digits: in the order of `number`, the rest drawn."""
    drawn = random.getrandbits(74)
    low = drawn & (1 << 62) - 1
    return f"{EPOCH + number << 80 | 7 << 76 | (drawn >> 62) << 64 | 2 << 62 | low:032x}"


def draw_customer(
    random: Random, number: int, drawn: Drawn, calendar: Calendar, firms: Sequence[Firm],
    mailboxes: Mailboxes, last_contact: str | None, accounts: Mapping[str, str],
    working: dict[str, str],
) -> str:  # fmt: skip
    """The customer of this number, as a line for COPY; their firm's account goes into `working`."""
    roll = random.random
    born = OLDEST + int((roll() + roll()) / 2 * (YOUNGEST - OLDEST))
    family, given_name, sex = _name(random, born)
    firm = firms[int(roll() * roll() * len(firms))] if roll() < 0.86 else None
    has_mobile, has_mail = roll() < 0.94, roll() < 0.91
    digits = f"0100{(number * 7_368_787 + 3_141_593) % 10_000_000:07}"
    mail = _mail(random, mailboxes, forms(family, given_name), firm) if has_mail else ""
    home = draw(random, is_home=True) if firm is None or roll() < 0.35 else None
    created = calendar.moment(drawn.first_day, drawn.part)
    if firm and firm.name in accounts:
        working[drawn.id] = accounts[firm.name]
    return line_of(
        [
            drawn.id,
            f"C-{number + 1:07}",
            family + given_name,
            working.get(drawn.id),
            firm.name if firm else "",
            *(_position(random, calendar.year - born) if firm else ("", "")),
            f"{digits[:3]}-{digits[3:7]}-{digits[7:]}" if has_mobile else "",
            firm.phone if firm else "",
            f"{firm.phone[:-1]}9" if firm and roll() < 0.3 else "",
            mail,
            f"https://www.{firm.domain}" if firm and roll() < 0.5 else "",
            digits if has_mobile else "",
            mail,
            *_lines_of(home),
            *_lines_of(firm.address if firm else None),
            "work" if firm else "home",
            f"{born}-{1 + int(roll() * 12):02}-{1 + int(roll() * 28):02}" if roll() < 0.8 else None,
            _grade(roll()),
            SOURCES[int(roll() * len(SOURCES))],
            MEMOS[int(roll() * len(MEMOS))] if roll() < 0.12 else "",
            drawn.owner,
            *_consents(random, has_mail, has_mobile, created),
            last_contact,
            created,
            last_contact or created,
            None,
            None,
            *_dealings(number, created, drawn.owner),
            *_profile(number, sex, works=firm is not None),
        ]
    )


def _dealings(number: int, created: str, owner: UUID | None) -> list[bool | str | UUID | None]:
    """How one deals with them, by their number: two channels, three flags, staff; no scores yet."""
    return [
        *_said(number * 7919 % 100, created),
        *_said(number * 6007 % 100, created),
        *(number * prime % 100 < 30 for prime in (4201, 5003, 3089)),
        None,
        *((owner, "친척") if number % 97 == 5 else (None, "")),
        owner,
        *[None] * SCORES,
    ]


def _said(hundredth: int, created: str) -> tuple[bool, str | None, str]:
    """(given, when, from where) of a channel that few are asked about: drawn from their number."""
    if hundredth < 30:
        return True, created, CONSENT_SOURCES[hundredth % len(CONSENT_SOURCES)]
    return (False, created, REFUSED) if hundredth < 42 else (False, None, "")


def _lines_of(address: Address | None) -> tuple[str, str, str]:
    return (address.postcode, address.line1, address.line2) if address else ("", "", "")


def _profile(number: int, sex: str, *, works: bool) -> tuple[str, str, str]:
    """(sex, occupation, income) as far as they were asked, drawn from their number."""
    known, asked, told = number * 7307 % 100, number * 5471 % 100, number * 3571 % 100
    among, roll = JOBS if works else OTHERS, number * 6763 % 100
    job = next(code for code, until in among if roll < until) if asked < 62 else ""
    middle = INCOMES.get(job, 3)
    band = min(6, max(1, middle + (number * 4649 % 5 - 2) // 2))
    return sex if known < 83 else "", job, str(band) if job and told < 71 else ""


def _name(random: Random, born: int) -> tuple[str, str, str]:
    """A family name, a given one, and the sex by which it was given."""
    names, weights = families()
    family = random.choices(names, cum_weights=weights)[0]
    sex = "m" if random.random() < 0.54 else "f"
    choice = given(born // 10 * 10, sex)
    return family, choice[int(random.random() * len(choice))], sex


def _mail(random: Random, mailboxes: Mailboxes, ways: Sequence[str], firm: Firm | None) -> str:
    """At work as the firm writes addresses, else as the person likes."""
    if firm is not None:
        return mailboxes.take(ways, firm.domain, firm.form)
    domain = PERSONAL[int(random.random() * len(PERSONAL))]
    return mailboxes.take(ways, domain, int(random.random() * len(ways)))


def _position(random: Random, age: int) -> tuple[str, str]:
    """A department, and the title that people of this age have."""
    department = DEPARTMENTS[int(random.random() * len(DEPARTMENTS))]
    return department, next(title for oldest, title in TITLES if age <= oldest)


def _grade(rolled: float) -> int | None:
    """A few are the best, many are ordinary, one in five is not graded."""
    if rolled < 0.8:
        return 1 if rolled < 0.03 else 2 if rolled < 0.15 else 3 if rolled < 0.48 else 4
    return None


def _consents(
    random: Random, has_mail: bool, has_mobile: bool, created: str
) -> list[bool | str | None]:
    """Mail, text and night: (given, when, from where) each. Many were never asked, some refused."""
    roll = random.random
    source = CONSENT_SOURCES[int(roll() * len(CONSENT_SOURCES))]
    found: list[bool | str | None] = []
    texts = False
    for likely, possible in ((0.62, has_mail), (0.55, has_mobile)):
        rolled = roll()
        texts = possible and rolled < likely
        asked = possible and rolled < likely + 0.14
        said = source if texts else REFUSED
        found += [texts, created if asked else None, said if asked else ""]
    night = texts and roll() < 0.16
    return [*found, night, created if night else None, source if night else ""]
