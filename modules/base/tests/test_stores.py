"""Customers belong to the store, or department, of whoever looks after them (B35)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from dangol.access import HIDE
from dangol.errors import RuleBroken
from dangol.records.lists.selection import read_selection
from modules.base.models import Account, Customer, Order
from modules.base.records import account_record, customer_record, order_record
from tenants.models import Company
from tenants.people.models import Department, User
from tenants.services import departments
from tests.test_reports import clerk, fresh

pytestmark = pytest.mark.feature("B35")
LIST = "/base/customers/"


@pytest.fixture
def stores(inside_hanbit: Company, ada: User, bob: User, carol: User) -> dict[str, Department]:
    """A large store with a small one below it, and another; carol stands in none."""
    large = departments.create("강남점", None)
    small = departments.create("강남역점", large.pk)
    other = departments.create("부산점", None)
    departments.place(ada, large.pk)
    departments.place(bob, small.pk)
    for name, owner in (("가", ada), ("나", bob), ("다", carol), ("라", None)):
        Customer.objects.create(name=name, owner=owner)
    return {"large": large, "small": small, "other": other}


def names(user: User, *chosen: str, name: str = "owner_team") -> list[str]:
    selection = read_selection(customer_record, user, {name: list(chosen)}, strict=True)
    rows = selection.of(customer_record.visible_to(user))
    return sorted(rows.values_list("name", flat=True))


def test_a_large_store_has_the_customers_of_the_small_ones_below_it(
    stores: dict[str, Department], ada: User
) -> None:
    large, small, other = (str(stores[each].pk) for each in ("large", "small", "other"))
    assert names(ada, large) == ["가", "나"]
    assert names(ada, small) == ["나"]
    assert names(ada, other) == []
    assert names(ada, "none") == ["다", "라"]
    assert names(ada, small, "none") == ["나", "다", "라"]
    assert names(ada, large, name="owner_team.not") == ["다", "라"]


def test_orders_and_accounts_are_found_by_store_as_well(
    stores: dict[str, Department], ada: User, bob: User
) -> None:
    customer = Customer.objects.get(name="나")
    Order.objects.create(customer=customer, owner=bob, number="O-1")
    Account.objects.create(name="한빛물산", owner=bob)
    for record in (order_record, account_record):
        chosen = {"owner_team": [str(stores["large"].pk)]}
        rows = read_selection(record, ada, chosen, strict=True).of(record.visible_to(ada))
        assert rows.count() == 1, record.code
        chosen = {"owner_team": [str(stores["other"].pk)]}
        rows = read_selection(record, ada, chosen, strict=True).of(record.visible_to(ada))
        assert rows.count() == 0, record.code


def test_the_list_offers_the_tree_and_says_what_is_chosen(
    stores: dict[str, Department], ada: User, browse: Callable[..., Client]
) -> None:
    found = next(each for each in customer_record.filters_for(ada) if each.field == "owner_team")
    labels = [label for _value, label in found.options(Customer, ada)]
    assert labels == ["강남점", "\u2003강남역점", "부산점", "없음"]
    answer = browse(ada).get(LIST, {"owner_team": str(stores["large"].pk)})
    assert answer.context["listing"].count == 2
    assert "부서·점포" in answer.content.decode()


@pytest.mark.parametrize("wrong", ["강남점", "01939d2b-0000-7000-8000-000000000000", "1' OR '1"])
def test_a_store_that_is_none_is_refused_with_a_sentence(
    stores: dict[str, Department], ada: User, wrong: str
) -> None:
    with pytest.raises(RuleBroken, match="부서·점포"):
        names(ada, wrong)


def test_whoever_does_not_see_owners_does_not_find_by_their_store(
    stores: dict[str, Department], bob: User
) -> None:
    clerk(bob, closed={"base.customer": {"owner": HIDE}})
    with pytest.raises(RuleBroken, match="owner_team"):
        names(fresh(bob), str(stores["large"].pk))
