"""What demo accounts consist of: groups, years, places, ratings, people (C2, C4, C7, C10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import connection

from dangol.copying import copy_lines, line_of
from modules.base.demo.calendar import Calendar
from modules.base.demo.people import drawer, identifier
from modules.base.models import (
    Account,
    AccountAddress,
    AccountGroup,
    AccountPerson,
    AccountRating,
    AccountYear,
)

TIMES = ("id", "created_at", "updated_at", "deleted_at")
GROUP = (*TIMES, "name", "memo")
YEAR = (*TIMES, "account_id", "year", "sales", "profit", "memo")
ADDRESS = (
    *TIMES, "account_id", "name", "kind", "postcode", "line1", "line2", "phone", "fax", "memo",
)  # fmt: skip
RATING = (*TIMES, "account_id", "kind", "value", "rated_on", "owner_id", "memo")
PERSON = (
    *TIMES, "account_id", "customer_id", "is_key", "is_core", "is_involved", "is_friendly",
    "has_left", "role", "memo",
)  # fmt: skip
GROUPS = ("수도권 제조", "지방 제조", "유통 채널", "공공 조달", "온라인 판매")
PLACES = (
    ("factory", "1공장"),
    ("factory", "2공장"),
    ("branch", "부산 지점"),
    ("store", "물류 창고"),
)
ROLES = ("구매 결정", "기술 검토", "예산 승인", "현장 사용", "계약 실무")
REASONS = ("정기 평가", "결제 지연", "재무제표 확인", "거래 규모 증가")
YEARS = 3


def fill_dealings(seed: int, calendar: Calendar) -> int:
    """Writes what belongs to the accounts that are there; the number of rows."""
    random, at = drawer(f"{seed} dealings"), calendar.moment(0, 0.2)
    groups = [identifier(random, number) for number in range(len(GROUPS))]
    if AccountGroup.objects.exists():
        return 0
    written = copy_lines(
        AccountGroup,
        GROUP,
        [line_of([key, at, at, None, name, ""]) for key, name in zip(groups, GROUPS, strict=True)],
    )
    accounts = list(
        Account.objects.order_by("pk").values(
            "id", "credit", "revenue", "owner_id", "postcode", "line1", "phone"
        )
    )
    rated: dict[str, list[Any]] = {"years": [], "places": [], "ratings": []}
    for number, account in enumerate(accounts):
        rated["years"] += _years(random, number, account, calendar, at)
        rated["places"] += _places(random, number, account, at)
        rated["ratings"] += _ratings(random, number, account, calendar.as_of)
    written += copy_lines(AccountYear, YEAR, rated["years"])
    written += copy_lines(AccountAddress, ADDRESS, rated["places"])
    written += copy_lines(AccountRating, RATING, rated["ratings"])
    _show(groups)
    return written


def _years(
    random: Random, number: int, account: Mapping[str, Any], calendar: Calendar, at: str
) -> Iterator[str]:
    """The last full years; the latest is what the account says."""
    sales = account["revenue"] or 0
    for back in range(YEARS):
        key = identifier(random, number * YEARS + back)
        year = str(calendar.year - 1 - back)
        profit = int(sales * (random.random() * 0.14 - 0.02))
        yield line_of([key, at, at, None, account["id"], year, sales, profit, ""])
        sales = int(sales * (0.82 + random.random() * 0.25))


def _places(random: Random, number: int, account: Mapping[str, Any], at: str) -> Iterator[str]:
    if random.random() < 0.6:
        return
    kind, name = PLACES[int(random.random() * len(PLACES))]
    yield line_of(
        [
            identifier(random, number), at, at, None, account["id"], name, kind,
            account["postcode"], account["line1"], name, account["phone"], "", "",
        ]
    )  # fmt: skip


def _ratings(random: Random, number: int, account: Mapping[str, Any], as_of: date) -> Iterator[str]:
    """Two of each kind: the latest credit is the account's own."""
    credit = account["credit"] or 3
    favour = 1 + int((random.random() + random.random()) / 2 * 5)
    before = max(1, min(5, credit + (1 if random.random() < 0.5 else -1)))
    for place, (kind, value, days) in enumerate(
        (
            ("credit", before, 420),
            ("credit", credit, 60),
            ("favour", 3, 400),
            ("favour", favour, 45),
        )
    ):
        day = (as_of - timedelta(days=days + number % 30)).isoformat()
        moment, reason = f"{day} 10:00:00+09", REASONS[int(random.random() * len(REASONS))]
        key = identifier(random, number * 4 + place)
        yield line_of(
            [
                key,
                moment,
                moment,
                None,
                account["id"],
                kind,
                value,
                day,
                account["owner_id"],
                reason,
            ]
        )


def _show(groups: list[str]) -> None:
    """Accounts carry the latest of their ratings, a group, and some marks."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE base_account SET
                credit_on = (SELECT max(rated_on) FROM base_accountrating r
                             WHERE r.account_id = base_account.id AND r.kind = 'credit'),
                favour_on = (SELECT max(rated_on) FROM base_accountrating r
                             WHERE r.account_id = base_account.id AND r.kind = 'favour'),
                favour = (SELECT value FROM base_accountrating r
                          WHERE r.account_id = base_account.id AND r.kind = 'favour'
                          ORDER BY rated_on DESC LIMIT 1),
                capital = revenue / 20,
                group_id = (%s::uuid[])[1 + employees %% %s],
                is_partner = employees %% 13 = 0,
                is_competitor = employees %% 29 = 1
            """,
            [groups, len(groups)],
        )


def fill_people(random: Random, working: Mapping[str, str], at: str, block: int) -> int:
    """Some of the customers who work at accounts ({customer: account}) are somebody there."""
    lines = []
    for number, (customer, account) in enumerate(working.items()):
        if random.random() > 0.4:
            continue
        rolled = [random.random() for _flag in range(5)]
        flags = [
            each < share for each, share in zip(rolled, (0.2, 0.3, 0.4, 0.35, 0.07), strict=True)
        ]
        role = ROLES[int(random.random() * len(ROLES))] if flags[0] or flags[1] else ""
        key = identifier(random, block * 1_000_000 + number)
        lines.append(line_of([key, at, at, None, account, customer, *flags, role, ""]))
    return copy_lines(AccountPerson, PERSON, lines)
