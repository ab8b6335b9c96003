"""A list in groups against a plain-Python reading of the same rows (U1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangol import clock
from dangol.access import HIDE
from dangol.records.lists import listing as listing_module
from dangol.records.lists.listing import read_listing
from dangol.records.looks import entries
from dangol.records.looks.calendar import read_calendar
from dangol.records.looks.grouped import Grouped, Grouping, read_grouped
from dangol.records.looks.levels import levels_for, read_levels
from dangol.records.parts import Calendar
from modules.base.models import Customer
from modules.base.records import customer_record
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import AccessRole, User
from tenants.queries import grantable
from tenants.services import roles

pytestmark = pytest.mark.feature("U1")
Browse = Callable[..., Client]
LIST = "/base/customers/"
HTMX = {"HX-Request": "true"}
START = datetime(2026, 1, 31, 20, tzinfo=UTC)
"""In Korea it is the first of February."""

people = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["김하늘", "이바다"]),
            "grade": st.sampled_from([None, 1, 2]),
            "mail_ads": st.booleans(),
            "birth_date": st.sampled_from([None, date(1980, 5, 17), date(1980, 5, 18)]),
            "created_at": st.sampled_from([START, START - timedelta(days=2), START - timedelta(1)]),
        }
    ),
    max_size=14,
)
LEVELS = ("grade", "mail_ads", "birth_date.month", "birth_date.week", "created_at.month",
          "created_at.day", "created_at.quarter")  # fmt: skip
levels = st.lists(
    st.sampled_from(LEVELS), min_size=1, max_size=2, unique_by=lambda code: code.partition(".")[0]
)


def key_of(row: Customer, code: str) -> str:
    """The group of a row, in plain Python."""
    name, _dot, step = code.partition(".")
    value = getattr(row, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none"
    if not step:
        return str(value)
    day = value.astimezone(clock.KOREA).date() if isinstance(value, datetime) else value
    if step == "week":
        day -= timedelta(days=day.isoweekday() % 7)
    elif step == "month":
        day = day.replace(day=1)
    elif step == "quarter":
        day = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return str(day.isoformat())


def grouped(text: str, asked: dict[str, list[str]] | None = None, user: Any = None) -> Grouped:
    problems: list[str] = []
    found = read_levels(customer_record, user, text, problems)
    assert problems == []
    page = read_listing(customer_record, user, {"group": [text], **(asked or {})}, size=0)
    return read_grouped(page, user, Grouping(levels=found, hows={}))


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(rows=people, codes=levels, capped=st.booleans())
def test_groups_hold_what_plain_python_puts_into_them(
    inside_hanbit: Company, rows: list[dict[str, Any]], codes: list[str], capped: bool
) -> None:
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing_module, "COUNT_CAP", 0 if capped else 10_000)
        made = [Customer.objects.create(**row) for row in rows]
        found = grouped(",".join(codes))
        expected = Counter(
            "/".join(key_of(row, code) for code in codes[:depth])
            for row in made
            for depth in range(1, len(codes) + 1)
        )
        shown = {each.path: each.count for each in found.groups}
        if capped:  # groups in closed ones are counted when these are opened
            assert shown.items() <= expected.items()
            assert {path for path in expected if "/" not in path} <= set(shown)
        else:
            assert shown == expected
        opened = [each for each in found.groups if each.rows]
        for group in opened:
            keys = group.path.split("/")
            inside_it = {
                row.pk for row in made
                if [key_of(row, code) for code in codes] == keys
            }  # fmt: skip
            assert {row.pk for row in group.rows} == inside_it
        assert bool(opened) == bool(made)
        transaction.set_rollback(True)


def test_a_group_shows_its_rows_page_by_page_and_nobody_else_s(
    browse: Browse, carol: User, hanbit: Company
) -> None:
    with inside(hanbit):
        for number in range(55):
            Customer.objects.create(name=f"고객{number:02}", grade=1)
        Customer.objects.create(name="딴등급", grade=2)
    client = browse(carol)
    page = client.get(f"{LIST}?look=list&group=grade&sort=name").content.decode()
    assert "고객49" in page
    assert "고객50" not in page
    assert "딴등급" not in page
    more = page.partition('data-group-more="')[2].partition('"')[0].replace("&amp;", "&")
    rest = client.get(more, headers=HTMX).content.decode()
    assert "고객50" in rest
    assert "고객54" in rest
    assert "딴등급" not in rest
    other = client.get(f"{LIST}grouped?group=grade&in=2&first=55&left=1", headers=HTMX)
    assert "딴등급" in other.content.decode()
    assert client.get(f"{LIST}grouped?group=grade&in=x", headers=HTMX).status_code == 404
    assert client.get(f"{LIST}grouped?group=grade&in=1").status_code == 302


def test_what_one_opened_is_open_again_in_this_view(
    browse: Browse, carol: User, hanbit: Company
) -> None:
    with inside(hanbit):
        Customer.objects.create(name="최고", grade=1)
        Customer.objects.create(name="보통", grade=2)
    client = browse(carol)
    kept = {"group": "grade", "view": "all", "open": ["2"]}
    assert client.post(f"{LIST}look", kept).status_code == 204
    page = client.get(f"{LIST}?view=all&look=list&group=grade").content.decode()
    assert "보통" in page
    assert "최고" not in page


def test_a_view_opens_as_it_was_looked_at_last(
    browse: Browse, carol: User, hanbit: Company
) -> None:
    with inside(hanbit):
        Customer.objects.create(name="김하늘", grade=1)
    client = browse(carol)
    client.get(f"{LIST}?view=all&look=board&by=grade")
    opened = client.get(LIST)
    assert parse_qs(urlsplit(opened["Location"]).query) == {
        "view": ["all"], "look": ["board"], "by": ["grade"],
    }  # fmt: skip
    client.get(f"{LIST}?view=all&look=list")
    assert client.get(LIST).status_code == 200


def test_a_hidden_field_neither_groups_nor_stands_in_a_board_or_calendar(
    inside_hanbit: Company, bob: User, browse: Browse
) -> None:
    Customer.objects.create(name="김하늘", grade=1, owner=bob)
    role = AccessRole.objects.create(
        name="영업",
        scopes=dict.fromkeys(grantable.permissions(), 3),
        fields={"base.customer": {"grade": HIDE, "created_at": HIDE}},
    )
    roles.assign(bob, [role.pk])
    names = {level.name for level in levels_for(customer_record, bob)}
    assert "owner" in names
    assert not names & {"grade", "created_at"}
    client = browse(bob)
    for query in ("group=grade", "look=board&by=grade", "look=calendar&on=created_at",
                  "look=calendar&on=last_contacted_at&colour=grade"):  # fmt: skip
        page = client.get(f"{LIST}?{query}").content.decode()
        assert "A+" not in page.partition('id="results"')[2], query
    assert not customer_record.opens(bob, "look=list&group=grade")
    assert not customer_record.opens(bob, "look=board&by=grade")
    assert customer_record.opens(bob, "look=list&group=owner,last_contacted_at.month")


def test_an_unknown_group_is_said_and_left_out(browse: Browse, carol: User) -> None:
    for group in ("phone_of_god", "name", "grade.month", "created_at.hour"):
        page = browse(carol).get(f"{LIST}?group={group}").content.decode()
        assert f"“{group}”" in page


@pytest.mark.parametrize("span", ["month", "week"])
@pytest.mark.parametrize("field", ["created_at", "last_contacted_at"])
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=people, today=st.sampled_from([date(2026, 1, 31), date(2026, 2, 1)]))
def test_a_calendar_of_a_long_list_is_the_same_day_by_day(
    hanbit: Company, ada: User, field: str, span: str, rows: list[dict[str, Any]], today: date
) -> None:
    looked = []
    with inside(hanbit), transaction.atomic():
        Customer.objects.all().delete()
        for row in rows:
            Customer.objects.create(**row, last_contacted_at=row["created_at"])
        for cap in (10_000, 0):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(listing_module, "COUNT_CAP", cap)
                listing = read_listing(customer_record, ada, {}, size=0)
                assert listing.is_capped == (cap < len(rows))
                found = read_calendar(listing, ada, Calendar(field=field), span=span, day=today)
            looked.append(
                [
                    (day.day, day.count, day.left, [entry.pk for entry in day.entries])
                    for week in found.weeks
                    for day in week.days
                ]
            )
        transaction.set_rollback(True)
    assert looked[0] == looked[1]


def test_a_day_of_a_long_list_is_counted_to_a_cap(
    browse: Browse, ada: User, inside_hanbit: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = clock.now()
    Customer.objects.bulk_create(Customer(name=f"손님{n}", created_at=day) for n in range(9))
    monkeypatch.setattr(listing_module, "COUNT_CAP", 3)
    monkeypatch.setattr(entries, "MOST_COUNTED", 6)
    page = browse(ada).get(f"{LIST}?look=calendar&on=created_at").content.decode()
    assert '<span class="calendar-count num">6+</span>' in page
    assert "data-left>+2+" in page


def test_a_board_is_of_people_and_choices_not_of_a_million_records(
    browse: Browse, ada: User, inside_hanbit: Company
) -> None:
    client = browse(ada)
    page = client.get(f"{LIST}?look=board&by=account").content.decode()
    assert "이 목록은 이렇게 볼 수 없어요" in page
    assert 'data-board="account"' not in page
    assert (
        "이 목록은 이렇게 볼 수 없어요"
        not in client.get(f"{LIST}?look=board&by=owner").content.decode()
    )
