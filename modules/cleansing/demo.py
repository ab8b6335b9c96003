"""Spellings as real lists have them, in some records of a demo company, and a look at all (X1)."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, transaction

from dangol import clock
from modules.base.models import Customer
from modules.cleansing.models import Fault, Scan
from modules.cleansing.services import collectors, scans
from modules.cleansing.services.composition import keep_day
from modules.cleansing.services.faults import keep
from modules.cleansing.services.quality import keep as keep_quality
from modules.cleansing.types import types

SHARE = 48
"""One record in so many gets each of the spellings below."""
SPELLINGS = (
    ("base_customer", "name || ' 님'", "name", "name ~ '^[가-힣]{3}$'"),
    ("base_customer", "name || ' ' || title", "name", "name ~ '^[가-힣]{3}$' AND title = '과장'"),
    ("base_customer", "left(name, 1) || ' ' || substr(name, 2)", "name", "name ~ '^[가-힣]{3}$'"),
    (
        "base_customer", "replace(company_name, '(주)', '주식회사 ')", "company_name",
        "company_name LIKE '(주)%%' AND account_id IS NULL",
    ),
    (
        "base_customer", "replace(home_line1, '서울특별시', '서울시')", "home_line1",
        "home_line1 LIKE '서울%%'",
    ),
    (
        "base_customer", "replace(replace(home_line1, '경기도', '경기'), ' ', '')", "home_line1",
        "home_line1 LIKE '경기도 %%'",
    ),
    (
        "base_customer", "replace(email, 'naver.com', 'naver.co')", "email",
        "email LIKE '%%@naver.com'",
    ),
    ("base_account", "replace(name, '(주)', '㈜')", "name", "name LIKE '%%(주)%%'"),
    ("base_account", "replace(line1, '서울특별시', '서울')", "line1", "line1 <> ''"),
)  # fmt: skip
"""Table, the spelling, column, where it can be."""

KEYS = "UPDATE base_customer SET email_key = lower(email) WHERE email_key <> lower(email)"


EVIDENCE = (
    ("returned", "home_line1", "open", "가을 소식지", "이사 감"),
    ("bounced", "email", "open", "정기 점검 안내", "없는 주소"),
    ("returned", "home_line1", "asked", "가을 소식지", "수취인 불명"),
    ("bounced", "email", "asked", "신제품 안내", "받은편지함이 가득 참"),
    ("returned", "home_line1", "corrected", "봄 소식지", "주소 불명"),
    ("bounced", "email", "wrong", "정기 점검 안내", "일시 오류"),
)
"""Kind, field, state, source, what happened."""


@transaction.atomic
def fill() -> int:
    """Writes the spellings and looks through everything; nothing when that was done already."""
    if Scan.objects.exists():
        return 0
    with connection.cursor() as cursor:
        for place, (table, spelling, column, where) in enumerate(SPELLINGS):
            cursor.execute(
                f"UPDATE {table} SET {column} = {spelling} WHERE {where} AND deleted_at IS NULL"
                f" AND ('x' || substr(md5(id::text), 1, 6))::bit(24)::int %% {SHARE} = {place}",
                [],
            )
        cursor.execute(KEYS)
    found = sum(_look_through(code) for code in types())
    return found + _come_back() + _months_past() + _days_past()


def _months_past() -> int:
    """What the figures of data quality were a month, two and three months ago, and today."""
    now = clock.now()
    kept = 0
    for days in (93, 62, 31, 0):
        with clock.at(now - timedelta(days=days)):
            kept += keep_quality() + collectors.keep()
    return kept


def _days_past() -> int:
    """What the customers were made of at the end of each month of the last year, and yesterday."""
    yesterday = clock.today() - timedelta(days=1)
    days = [yesterday]
    while len(days) < 13:
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    return sum(keep_day(day) for day in reversed(days))


def _come_back() -> int:
    """What the post office and the providers brought back, in different states."""
    known = Customer.objects.present().exclude(home_line1="").exclude(email="").order_by("pk")
    people = list(known[: 40 * len(EVIDENCE) : 20])
    found = zip(people, EVIDENCE * 2, strict=False)
    evidence = [
        Fault(
            customer=customer, kind=kind, field=field, value=getattr(customer, field)[:254],
            state=state, source=source, detail=detail, owner_id=customer.owner_id,
            found_on=clock.today() - timedelta(days=3 * place),
        )
        for place, (customer, (kind, field, state, source, detail)) in enumerate(found)
    ]  # fmt: skip
    return keep(evidence)


def _look_through(code: str) -> int:
    scan = scans.start(types()[code], None, lambda pk: None)
    scans.work(scan.pk)
    scan.refresh_from_db()
    return scan.found
