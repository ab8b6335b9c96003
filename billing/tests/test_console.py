"""The operator's list of companies and what is decided on a company's page (T1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from billing.models import AccountBalance, CompanyLimits
from billing.queries import directory, subscriptions
from billing.queries.directory import Wish, neighbours
from billing.services import operating
from billing.tests.test_screens import audited, issue, send
from dangol import clock
from tenants import context
from tenants.models import Company
from tenants.people.models import User

pytestmark = pytest.mark.feature("T1")
Browse = Callable[..., Client]


@pytest.fixture
def crowd(hanbit: Company, daon: Company) -> list[str]:
    """Sixty companies more, in shared tables alone; their names in order."""
    with context.platform("tests"):
        Company.objects.bulk_create(
            Company(pk=1_000 + n, schema_name=f"c{1000 + n}", name=f"가게 {n:02}", address=f"s{n}",
                    state="suspended" if n % 10 == 0 else "active")
            for n in range(60)
        )  # fmt: skip
        AccountBalance.objects.bulk_create(
            AccountBalance(company_id=1_000 + n, posted=n * 10) for n in range(60)
        )
    return [f"가게 {n:02}" for n in range(60)]


def names(found: directory.Directory) -> list[str]:
    return [row.company.name for row in found.rows]


def ask(page: int = 1, **wish: object) -> directory.Directory:
    with context.platform("tests"):
        return directory.directory(Wish(**wish), page)  # type: ignore[arg-type]


def test_pages_of_fifty_hold_each_company_once(crowd: list[str]) -> None:
    first, second = ask(), ask(2)
    assert (first.count, first.pages) == (62, 2)
    assert names(first) + names(second) == sorted([*crowd, "다온상사", "한빛물산"])
    assert names(ask(99)) == names(second)


def test_states_are_counted_and_filter(crowd: list[str]) -> None:
    found = ask(state="suspended")
    assert names(found) == [f"가게 {n}0" for n in range(6)]
    assert (found.all, found.active, found.suspended) == (62, 56, 6)
    assert ask(find="한빛", state="suspended").rows == ()


VALUES: dict[str, Callable[[directory.Row], Any]] = {
    "name": lambda row: row.company.name,
    "seats": lambda row: row.company.seats,  # type: ignore[attr-defined]
    "subscription": lambda row: row.subscription.won,
    "usage": lambda row: row.company.usage,  # type: ignore[attr-defined]
    "available": lambda row: row.company.available,  # type: ignore[attr-defined]
    "receivable": lambda row: row.company.receivable,  # type: ignore[attr-defined]
    "last": lambda row: row.company.last_sent or date.max,  # type: ignore[attr-defined]
}


@pytest.mark.parametrize("column", directory.SORTS)
def test_every_column_sorts_both_ways(crowd: list[str], hanbit: Company, column: str) -> None:
    send(hanbit)
    issue(hanbit)
    value = VALUES[column]
    up = [*ask(1, sort=column).rows, *ask(2, sort=column).rows]
    assert len({row.company.pk for row in up}) == 62
    assert [value(row) for row in up] == sorted(value(row) for row in up)
    down = [value(row) for row in ask(1, sort=column, descending=True).rows]
    known = [each for each in down if each != date.max]
    assert known == sorted(known, reverse=True)
    assert len(set(down)) > 1


def test_the_subscription_is_the_price_of_todays_seats(hanbit: Company, daon: Company) -> None:
    with context.platform("tests"):
        many = subscriptions.of_many([hanbit.pk, daon.pk], clock.today())
        for company in (hanbit, daon):
            one = subscriptions.of(company, clock.today())
            assert many[company.pk] == one
    assert many[hanbit.pk].won == 200_000 + 80_000 + 20_000
    assert (many[hanbit.pk].users, many[hanbit.pk].seats) == (3, 3)


def test_the_list_takes_the_same_few_queries_for_any_number(
    crowd: list[str], django_assert_num_queries: Callable[..., object]
) -> None:
    with context.platform("tests"):
        with django_assert_num_queries(7):
            directory.directory(Wish(), 2)
        with django_assert_num_queries(11):
            directory.directory(Wish(sort="subscription"), 2)


def test_neighbours_follow_the_order_that_was_asked_for(crowd: list[str], hanbit: Company) -> None:
    with context.platform("tests"):
        fifth = Company.objects.get(name="가게 05")
        assert neighbours(fifth, Wish()) == (1_004, 1_006)
        backwards = Wish(sort="available", descending=True)
        assert neighbours(fifth, backwards) == (1_006, 1_004)
        assert neighbours(Company.objects.get(name="가게 00"), Wish()) == (None, 1_001)


def test_the_list_keeps_what_was_asked_in_its_addresses(
    browse: Browse, op: User, crowd: list[str]
) -> None:
    text = browse(op).get("/console/", {"sort": "-available", "state": "active"}).content.decode()
    assert 'aria-sort="descending"' in text
    assert re.search(r'href="/console/companies/1059/\?sort=-available&amp;state=active"', text)
    assert "?sort=-available&amp;state=active&amp;page=2" in text
    for odd in ({"sort": "password"}, {"state": "gone"}, {"page": "-1"}, {"page": "9" * 30}):
        assert browse(op).get("/console/", odd).status_code == 200


def test_a_search_without_a_hit_leads_back(browse: Browse, op: User, hanbit: Company) -> None:
    text = browse(op).get("/console/", {"find": "없는회사"}).content.decode()
    assert 'href="/console/"' in text


def test_one_limit_is_changed_in_place_and_taken_back(
    browse: Browse, op: User, hanbit: Company, provider: Company
) -> None:
    home = f"/console/companies/{hanbit.pk}/"
    client = browse(op)
    assert 'name="limit"' in client.get(home, {"edit": "sms_day"}).content.decode()
    assert 'name="limit"' not in client.get(home).content.decode()
    assert client.post(f"{home}limits/sms_day", {"limit": "123"}).status_code == 302
    page = client.get(home).content.decode()
    assert f"{home}limits/sms_day/undo/50000" in page
    assert "하루 50,000건 · 한 달 100,000건 → 하루 123건 · 한 달 100,000건" in page
    with context.platform("tests"):
        row = CompanyLimits.objects.get(company=hanbit, channel="sms")
        assert (row.per_day, row.per_month) == (123, 100_000)
    assert client.post(f"{home}limits/sms_day/undo/50000").status_code == 302
    with context.platform("tests"):
        row.refresh_from_db()
    assert row.per_day == 50_000
    assert audited(provider, "billing.company.edit").changes["sms"][1] == "50000/100000"


@pytest.mark.parametrize("value", ["", "-1", "many", "100001", "1.5"])
def test_a_wrong_limit_is_refused_beside_its_field_and_kept_as_typed(
    browse: Browse, op: User, hanbit: Company, value: str
) -> None:
    answer = browse(op).post(f"/console/companies/{hanbit.pk}/limits/sms_day", {"limit": value})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="limit-error"' in text
    assert f'value="{value}"' in text
    with context.platform("tests"):
        assert CompanyLimits.objects.get(company=hanbit, channel="sms").per_day == 50_000


def test_a_limit_of_another_name_does_not_exist(browse: Browse, op: User, hanbit: Company) -> None:
    client = browse(op)
    for name in ("fax_day", "sms_year", "credit_limit"):
        address = f"/console/companies/{hanbit.pk}/limits/{name}"
        assert client.post(address, {"limit": "1"}).status_code == 404


def test_the_page_of_a_company_tells_what_staff_did(
    browse: Browse, op: User, hanbit: Company
) -> None:
    client = browse(op)
    home = f"/console/companies/{hanbit.pk}/"
    client.post(f"{home}suspend", {"reason": "미납 두 달"})
    text = client.get(home).content.decode()
    assert "정지: 미납 두 달" in text
    assert f"{home}restore" in text
    assert client.post(f"{home}restore").status_code == 302
    hanbit.refresh_from_db()
    assert not hanbit.is_suspended


def test_a_member_of_the_staff_without_the_right_only_reads(
    browse: Browse, hanbit: Company, provider: Company
) -> None:
    with context.inside(provider):
        clerk = User.objects.create(name="Fin", email="fin@dangol.example", role="member")
    client = browse(clerk)
    home = f"/console/companies/{hanbit.pk}/"
    page = client.get(home, {"edit": "sms_day"}).content.decode()
    assert "limits/sms_day" not in page
    assert "/suspend" not in page
    for address in ("limits", "top-up", "suspend"):
        assert client.get(home + address).status_code == 403
    assert client.post(f"{home}limits/sms_day", {"limit": "1"}).status_code == 403


def test_receivable_is_what_issued_invoices_leave_to_pay(
    browse: Browse, op: User, hanbit: Company
) -> None:
    invoice = issue(hanbit)
    (row,) = [row for row in ask().rows if row.company.pk == hanbit.pk]
    assert row.company.receivable == invoice.due  # type: ignore[attr-defined]
    text = browse(op).get(f"/console/companies/{hanbit.pk}/").content.decode()
    assert f"₩{invoice.due:,}" in text


def test_the_list_of_invoices_is_found_by_number_month_company_and_state(
    browse: Browse, op: User, hanbit: Company, daon: Company
) -> None:
    first, second = issue(hanbit), issue(daon)
    client = browse(op)

    def found(**asked: str) -> str:
        return client.get("/console/invoices/", asked).content.decode()

    assert first.number in found(find="한빛")
    assert second.number not in found(find="한빛")
    assert second.number in found(find=second.number[:7])
    assert first.number not in found(find=second.number)
    assert first.number not in found(state="draft")
    assert first.number in found(state="issued")


def test_setting_one_limit_leaves_the_other_of_its_channel(hanbit: Company) -> None:
    assert operating.set_limit(hanbit, "email_month", 300_000) == 1_000_000
    with context.platform("tests"):
        row = CompanyLimits.objects.get(company=hanbit, channel="email")
        assert (row.per_day, row.per_month) == (200_000, 300_000)


def test_the_amount_with_vat_is_told_beside_the_amount_without(
    browse: Browse, op: User, hanbit: Company
) -> None:
    page = browse(op).get(f"/console/companies/{hanbit.pk}/top-up").content.decode()
    assert 'data-vat="1000"' in page
    assert "data-net" in page
    assert "부가세를 더하면 {won}" in page
