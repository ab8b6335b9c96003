"""Tiles about customers: who waits, who was born on which day, how many came in which month."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from dangol import clock
from dangol.portal import agenda as portal_agenda
from dangol.records.lists.listing import read_listing
from modules.base import agenda, widgets
from modules.base.models import Customer
from modules.base.records import customer_record
from modules.base.services import customers
from tenants import audit
from tenants.models import Company
from tenants.people.models import User

pytestmark = [pytest.mark.feature("A3"), pytest.mark.usefixtures("inside_hanbit")]

NOON = datetime(2027, 3, 1, 3, tzinfo=UTC)
"""Noon in Korea, on the day after 28 February."""


def customer(name: str, **values: Any) -> Customer:
    return Customer.objects.create(name=name, **values)


def ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


def care(user: User, whose: str = "auto", days: int = 30) -> list[tuple[str, int | None]]:
    found = widgets.care(user, {"whose": whose, "days": days})
    return [(line.customer.name, line.days) for line in found["lines"]]


@pytest.mark.feature("B19")
def test_who_waited_longest_stands_first_and_who_was_never_contacted_last(ada: User) -> None:
    customer("가", last_contacted_at=ago(40))
    customer("나", last_contacted_at=ago(90))
    customer("다")
    customer("라", last_contacted_at=ago(10))
    assert care(ada) == [("나", 90), ("가", 40), ("다", None)]


@pytest.mark.feature("B19")
def test_who_has_customers_sees_their_own(ada: User, bob: User) -> None:
    customer("내 고객", owner=ada, last_contacted_at=ago(40))
    customer("남의 고객", owner=bob, last_contacted_at=ago(50))
    assert care(ada) == [("내 고객", 40)]
    assert care(ada, "all") == [("남의 고객", 50), ("내 고객", 40)]


@pytest.mark.feature("B19")
def test_the_whole_list_holds_whom_the_tile_shows(ada: User) -> None:
    for number in range(12):
        customer(f"고객 {number}", owner=ada, last_contacted_at=ago(31 + number))
    customer("너무 새", owner=ada, last_contacted_at=ago(3))
    found = widgets.care(ada, {"whose": "auto", "days": 30})
    assert found["is_more"]
    query = {name: [value] for name, value in parse_qsl(urlsplit(found["more"]).query)}
    assert read_listing(customer_record, ada, query).count == 12


@pytest.mark.feature("B27")
def test_birthdays_of_ten_days_come_in_their_order(ada: User) -> None:
    with clock.at(NOON):
        customer("열흘 뒤", birth_date=date(1990, 3, 11))
        customer("아흐레 뒤", birth_date=date(1990, 3, 10))
        customer("오늘", birth_date=date(1990, 3, 1))
        customer("어제", birth_date=date(1990, 2, 28))
        found = widgets.birthdays(ada, {})
    assert [(line.customer.name, line.away) for line in found["lines"]] == [
        ("오늘", 0),
        ("아흐레 뒤", 9),
    ]


@pytest.mark.feature("B27")
def test_the_nearest_birthday_stands_first_however_many_there_are(ada: User) -> None:
    with clock.at(NOON):
        later = [Customer(name=f"나중 {n}", birth_date=date(1990, 3, 9)) for n in range(250)]
        Customer.objects.bulk_create(later)
        customer("오늘", birth_date=date(1990, 3, 1))
        found = widgets.birthdays(ada, {})
    assert found["lines"][0].customer.name == "오늘"
    assert len(found["lines"]) == widgets.LINES
    assert found["count"] == 251


@pytest.mark.feature("B27")
def test_of_very_many_birthdays_the_nearest_days_are_read_alone(ada: User) -> None:
    with clock.at(NOON):
        for day, count in ((1, 3), (3, 3), (9, 1_100)):
            Customer.objects.bulk_create(
                Customer(name=f"{day}일 {number:04}", birth_date=date(1990, 3, day))
                for number in range(count)
            )
        found = widgets.birthdays(ada, {})
    lines = [line.customer.name for line in found["lines"]]
    assert lines == [
        *(f"1일 {n:04}" for n in range(3)), *(f"3일 {n:04}" for n in range(3)),
        *(f"9일 {n:04}" for n in range(2)),
    ]  # fmt: skip
    assert (found["count"], found["is_over"]) == (1_000, True)


@pytest.mark.feature("A4")
def test_today_counts_every_birthday_and_leads_to_those_without_a_line(ada: User) -> None:
    with clock.at(NOON):
        today = [Customer(name=f"오늘 {n:02}", birth_date=date(1990, 3, 1)) for n in range(11)]
        Customer.objects.bulk_create(today)
        lines = agenda.lines(ada, clock.today())
        tile = portal_agenda.context(ada, {})
    assert [line.title for line in lines[-2:]] == ["오늘 07", "생일 3명 더"]
    assert lines[-1].address == "/base/customers/?birth_date.month=this"
    assert tile["count"] == 11


@pytest.mark.feature("B27")
def test_birthdays_cross_the_end_of_the_year(ada: User) -> None:
    with clock.at(datetime(2026, 12, 30, 3, tzinfo=UTC)):
        customer("새해", birth_date=date(1990, 1, 2))
        found = widgets.birthdays(ada, {})
    assert [(line.customer.name, line.away) for line in found["lines"]] == [("새해", 3)]


def test_new_customers_are_counted_by_korean_months_and_each_bar_opens_its_own(ada: User) -> None:
    with clock.at(NOON):
        customer("이달", created_at=datetime(2027, 2, 28, 15, 30, tzinfo=UTC))  # 1 March in Korea
        customer("지난달", created_at=datetime(2027, 2, 28, 14, 30, tzinfo=UTC))
        customer("너무 옛", created_at=datetime(2026, 3, 1, 3, tzinfo=UTC))
        found = widgets.growth(ada, {})
        months = found["months"]
        assert len(months) == 12
        assert [(m.first, m.count) for m in months if m.count] == [
            (date(2027, 2, 1), 1),
            (date(2027, 3, 1), 1),
        ]
        assert found["count"] == 2
        for month in months[-2:]:
            query = {name: [value] for name, value in parse_qsl(urlsplit(month.address).query)}
            assert read_listing(customer_record, ada, query).count == month.count


@pytest.mark.parametrize(
    ("most", "top"), [(0, 0), (1, 2), (3, 4), (9, 10), (17, 18), (20, 20), (94, 100), (931, 1_000)]
)
def test_the_top_of_an_axis_is_round_even_and_never_below(most: int, top: int) -> None:
    assert widgets.round_above(most) == top
    assert top % 2 == 0


def test_news_tell_who_did_what_to_customers_that_are_still_there(
    ada: User, inside_hanbit: Company
) -> None:
    with audit.acting(audit.Actor(ada.pk, ada.name)):
        kept = customers.create({"name": "김하늘"})
        gone = customers.create({"name": "지운이"})
        customers.edit(kept, {"name": "김하늘", "title": "이사"}, "")
        customers.remove(gone)
    found = widgets.news(ada, {})["lines"]
    assert {line.customer.name for line in found} == {"김하늘"}
    assert len(found) == 2
    assert all(line.entry.actor_name == ada.name for line in found)
