"""The customers' list against a plain-Python reading of the same rows (U1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangol.records.lists.listing import Listing, read_listing
from dangol.records.lists.selection import unknown_filter
from modules.base.models import Customer
from modules.base.records import customer_record

pytestmark = pytest.mark.feature("U1")

START = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = ["김하늘", "이바다", "박산", "Kim", "kim", "가"]

people = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(NAMES),
            "company_name": st.sampled_from(["", "", "한빛물산", "다온상사"]),
            "grade": st.sampled_from([None, 1, 2, 2]),
            "mobile_key": st.sampled_from(["", "01012345678", "01099998888"]),
            "birth_date": st.sampled_from([None, date(1980, 5, 17), date(1999, 12, 31)]),
            "last_contacted_at": st.sampled_from([None, START, START + timedelta(days=3)]),
            "mail_ads": st.booleans(),
        }
    ),
    max_size=14,
)
SORTED_BY = ("name", "company_name", "grade", "mobile", "last_contacted_at", "created_at")
sorts = st.lists(
    st.tuples(st.sampled_from(["", "-"]), st.sampled_from(SORTED_BY)),
    min_size=1, max_size=3, unique_by=lambda pair: pair[1],
).map(lambda pairs: ",".join(f"{way}{name}" for way, name in pairs))  # fmt: skip
filters = st.fixed_dictionaries(
    {},
    optional={
        "grade": st.lists(st.sampled_from(["1", "2", "none"]), min_size=1, max_size=2, unique=True),
        "company_name": st.sampled_from([["한빛"], ["상사"], ["없음"]]),
        "mail_ads": st.sampled_from([["yes"], ["no"]]),
        "birth_date.from": st.sampled_from([["1980-05-17"], ["1990-01-01"]]),
        "birth_date.to": st.sampled_from([["1980-05-17"], ["2000-01-01"]]),
        "q": st.sampled_from([["하늘"], ["KIM"], ["010-1234"], ["물산"]]),
    },
)


def oracle(rows: list[Customer], asked: dict[str, list[str]], sort: str) -> list[Customer]:
    """What the list should hold, and in which order, in plain Python."""
    kept = [row for row in rows if matches(row, asked)]
    kept.sort(key=lambda row: row.id, reverse=sort.startswith("-"))
    for text in reversed(sort.split(",")):
        name = text.lstrip("-")
        field = {"mobile": "mobile_key"}.get(name, name)
        filled = [row for row in kept if getattr(row, field) not in (None, "")]
        empty = [row for row in kept if getattr(row, field) in (None, "")]
        filled.sort(key=lambda row: getattr(row, field), reverse=text.startswith("-"))
        kept = filled + empty
    return kept


def matches(row: Customer, asked: dict[str, list[str]]) -> bool:
    if "grade" in asked and str(row.grade or "none") not in asked["grade"]:
        return False
    if "company_name" in asked and asked["company_name"][0] not in row.company_name:
        return False
    if "mail_ads" in asked and row.mail_ads != (asked["mail_ads"][0] == "yes"):
        return False
    first, last = asked.get("birth_date.from"), asked.get("birth_date.to")
    if (first or last) and row.birth_date is None:
        return False
    if first and str(row.birth_date) < first[0]:
        return False
    if last and str(row.birth_date) > last[0]:
        return False
    if "q" in asked:
        text = asked["q"][0].lower()
        digits = text.replace("-", "") if text[0].isdigit() else text
        haystack = [row.name.lower(), row.company_name.lower(), row.email_key, row.code]
        return any(text in each for each in haystack) or digits in row.mobile_key
    return True


def walk(asked: dict[str, list[str]], sort: str, step: str, start: Listing) -> Iterator[Listing]:
    """The listings from `start` on, following its next or previous links."""
    listing = start
    while address := getattr(listing, f"{step}_address"):
        listing = read_listing(customer_record, None, parse_qs(address[1:]), size=3)
        yield listing


@given(people=people, asked=filters, sort=sorts)
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_hold_every_row_once_in_order_both_ways(
    inside_hanbit: Any, people: list[dict[str, Any]], asked: dict[str, list[str]], sort: str
) -> None:
    with transaction.atomic():
        Customer.objects.all().delete()
        rows = [Customer(created_at=START + timedelta(hours=n // 3), **each)
                for n, each in enumerate(people)]  # fmt: skip
        Customer.objects.bulk_create(rows)
        wanted = [row.id for row in oracle(rows, asked, sort)]
        first = read_listing(customer_record, None, {**asked, "sort": [sort]}, size=3)
        pages = [first, *walk(asked, sort, "next", first)]
        back = [pages[-1], *walk(asked, sort, "previous", pages[-1])]

        assert first.problems == []
        assert [row.id for page in pages for row in page.page.rows] == wanted
        assert [row.id for page in reversed(back) for row in page.page.rows] == wanted
        assert first.count == len(wanted)
        transaction.set_rollback(True)


def test_a_head_leads_to_one_order_or_adds_to_it(inside_hanbit: Any) -> None:
    listing = read_listing(customer_record, None, {"sort": ["grade,-name"]})
    heads = {head.column.name: head for head in listing.heads}
    assert (heads["grade"].rank, heads["name"].rank, heads["email"].rank) == (1, 2, 0)
    assert heads["grade"].address == "?sort=-grade"
    assert heads["email"].also == "?sort=grade,-name,email"
    assert heads["grade"].also == "?sort=-grade,-name"
    assert heads["name"].also == "?sort=grade"
    assert [head.rank for head in read_listing(customer_record, None, {}).heads] == [0] * 8


def test_a_row_that_arrives_while_one_pages_moves_no_other(inside_hanbit: Any) -> None:
    for name in ("가", "나", "라", "마"):
        Customer.objects.create(name=name)
    first = read_listing(customer_record, None, {"sort": ["name"]}, size=2)
    Customer.objects.create(name="가나")
    second = read_listing(customer_record, None, parse_qs(first.next_address[1:]), size=2)
    assert [row.name for row in second.page.rows] == ["라", "마"]


@pytest.mark.parametrize(
    "asked",
    [
        {"password": ["x"]},
        {"owner__password": ["x"]},
        {"grade": ["9"]},
        {"grade__gt": ["1"]},
        {"owner": ["not-an-id"]},
        {"owner": ["018f0000-0000-7000-8000-000000000000"]},
        {"birth_date.from": ["1980-13-01"]},
        {"created_at.to": ["0001-01-01"]},
        {"sort": ["password"]},
        {"sort": ["name,password"]},
        {"sort": ["-owner__password"]},
    ],
    ids=str,
)
def test_what_cannot_be_filtered_or_sorted_by_is_left_out_and_said(
    inside_hanbit: Any, asked: dict[str, list[str]]
) -> None:
    Customer.objects.create(name="김하늘")
    listing = read_listing(customer_record, None, asked)
    assert listing.count == 1
    assert len(listing.problems) == 1


@pytest.mark.parametrize(
    "place", ["", "x", "W10", "WzAsMSwyXQ", "////", "WzAsIlx1MDAwMCIsIjAxOGYwMDAwIl0"]
)
def test_a_damaged_place_shows_the_first_page(inside_hanbit: Any, place: str) -> None:
    Customer.objects.create(name="김하늘")
    listing = read_listing(customer_record, None, {"after": [place], "sort": ["name"]})
    assert [row.name for row in listing.page.rows] == ["김하늘"]


def test_a_hidden_field_can_be_neither_seen_nor_filtered_nor_sorted_nor_found(
    inside_hanbit: Any,
) -> None:
    Customer.objects.create(name="김하늘", company_name="한빛물산")
    Customer.objects.create(name="이바다", company_name="다온상사")
    guarded = replace(customer_record, also_hidden=lambda user: {"company_name"})
    filtered = read_listing(guarded, None, {"company_name": ["한빛"]})
    sorted_ = read_listing(guarded, None, {"sort": ["company_name"]})
    found = read_listing(guarded, None, {"q": ["물산"]})
    assert "company_name" not in [head.column.name for head in filtered.heads]
    assert filtered.count == 2
    assert filtered.problems == [str(unknown_filter("company_name"))]
    assert sorted_.sort == "-created_at"
    assert found.count == 0


def test_counting_stops_at_the_cap(inside_hanbit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dangol.records.lists.listing.COUNT_CAP", 3)
    Customer.objects.bulk_create([Customer(name=f"고객{n}") for n in range(5)])
    listing = read_listing(customer_record, None, {})
    assert listing.is_capped
    assert listing.shown_count == 3
