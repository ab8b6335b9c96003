"""What belongs to an account: people, ratings, years, places, groups (C1-C7, C10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.forms.base import form_for
from modules.base.models import Account, AccountPerson, AccountRating, Customer
from modules.base.records import year_record
from modules.base.services import contacts, customers
from modules.base.services.accounts import accounts
from modules.base.services.dealings import addresses, groups, people, ratings, years
from tenants.models import Company
from tenants.people.models import AccessRole, User
from tenants.queries import grantable
from tenants.services import roles

HTMX = {"HX-Request": "true"}


@pytest.fixture
def firm(inside_hanbit: Company, ada: User) -> Account:
    found: Account = accounts.create({"name": "한빛정밀", "credit": 2, "owner_id": ada.pk})
    found.refresh_from_db()
    return found


@pytest.fixture
def haneul(firm: Account, ada: User) -> Customer:
    found: Customer = customers.create(
        {"name": "김하늘", "account": firm, "title": "부장", "owner_id": ada.pk}
    )
    return found


def broken(deed: Callable[[], Any]) -> str:
    with pytest.raises(RuleBroken) as caught:
        deed()
    return caught.value.code


def page(account: Account, tab: str = "") -> str:
    return f"{reverse('base:account-page', args=[account.pk])}?tab={tab}"


@pytest.mark.feature("C2")
def test_the_latest_year_is_the_yearly_revenue(firm: Account) -> None:
    years.create({"account": firm, "year": "2024", "sales": 500})
    last = years.create({"account": firm, "year": "2025", "sales": 700})
    years.create({"account": firm, "year": "2023", "sales": 300})
    firm.refresh_from_db()
    assert firm.revenue == 700
    years.remove(last)
    firm.refresh_from_db()
    assert firm.revenue == 500
    assert broken(lambda: years.create({"account": firm, "year": "2024", "sales": 1})) == (
        "year_taken"
    )


@pytest.mark.feature("C2")
@pytest.mark.parametrize(
    ("written", "kept"), [("2025", "2025"), (" 2025년", "2025"), ("25", ""), ("2999", "")]
)
def test_a_year_has_four_digits_and_has_begun(
    firm: Account, ada: User, written: str, kept: str
) -> None:
    sent = {"account": str(firm.pk), "year": written, "sales": "1,000"}
    form = form_for(year_record, ada, sent)
    assert form.is_valid() == bool(kept)
    assert form.cleaned_data.get("year", "") == kept


@pytest.mark.feature("C2")
def test_a_place_is_called_by_its_kind_unless_it_has_a_name(firm: Account) -> None:
    assert addresses.create({"account": firm, "kind": "factory"}).name == "공장"
    assert addresses.create({"account": firm, "kind": "factory", "name": "2공장"}).name == "2공장"


@pytest.mark.feature("C7")
def test_a_rating_has_its_history_however_it_was_written(firm: Account) -> None:
    first = AccountRating.objects.get()
    assert (first.kind, first.value, first.rated_on) == ("credit", 2, clock.today())
    assert firm.credit_on == clock.today()
    accounts.edit(firm, {"credit": 4}, "")
    assert AccountRating.objects.get().value == 4, "the same day is rated once"
    old = clock.today() - timedelta(days=100)
    ratings.create({"account": firm, "kind": "credit", "value": 1, "rated_on": old})
    firm.refresh_from_db()
    assert firm.credit == 4, "an older rating changes nothing"
    ratings.remove(AccountRating.objects.get(value=4))
    firm.refresh_from_db()
    assert (firm.credit, firm.credit_on) == (1, old)
    ahead = clock.today() + timedelta(days=1)
    values = {"account": firm, "kind": "favour", "value": 1, "rated_on": ahead}
    assert broken(lambda: ratings.create(values)) == "rated_in_future"


@pytest.mark.feature("C7")
def test_the_credit_rating_stands_beside_the_name(
    browse: Callable[..., Client], ada: User, firm: Account
) -> None:
    assert "신용도 B" in browse(ada).get(page(firm)).content.decode()


@pytest.mark.feature("C4")
def test_whoever_goes_elsewhere_has_left(
    browse: Callable[..., Client], ada: User, firm: Account, haneul: Customer
) -> None:
    people.create({"account": firm, "customer": haneul, "is_key": True, "role": "구매 결정"})
    values = {"account": firm, "customer": haneul}
    assert broken(lambda: people.create(values)) == "person_taken"
    address = reverse("base:account-related", args=[firm.pk, "base-account_person-account"])
    table = browse(ada).get(address, headers=HTMX).content.decode()
    assert "키맨" in table
    assert "has-left" not in table
    other = accounts.create({"name": "다온"})
    customers.edit(haneul, {"account": other}, "")
    assert AccountPerson.objects.get().has_left
    assert "has-left" in browse(ada).get(address, headers=HTMX).content.decode()


@pytest.mark.feature("C4")
def test_colleagues_stand_beside_a_customer_as_far_as_one_may_see_them(
    browse: Callable[..., Client], ada: User, bob: User, firm: Account, haneul: Customer
) -> None:
    own: Customer = customers.create({"name": "이바다", "account": firm, "owner_id": bob.pk})
    people.create({"account": firm, "customer": haneul, "is_key": True})
    people.create({"account": firm, "customer": own, "is_friendly": True})
    beside = reverse("base:customer-beside", args=[own.pk])
    html = browse(ada).get(beside, headers=HTMX).content.decode()
    assert "김하늘" in html
    assert "키맨" in html
    scopes = dict.fromkeys(grantable.permissions(), 3) | {"base.customer.view": 1}
    roles.assign(bob, [AccessRole.objects.create(name="영업", scopes=scopes).pk])
    assert "김하늘" not in browse(bob).get(beside, headers=HTMX).content.decode()


@pytest.mark.feature("C3")
def test_contacts_with_key_men_have_a_tab(
    browse: Callable[..., Client], ada: User, firm: Account, haneul: Customer
) -> None:
    other: Customer = customers.create({"name": "이바다", "account": firm})
    people.create({"account": firm, "customer": haneul, "is_key": True})
    people.create({"account": firm, "customer": other, "is_friendly": True})
    for customer in (haneul, other):
        contacts.add(customer, staff=ada, medium="phone", memo=f"{customer.name} 통화")
    found = browse(ada).get(page(firm, "key-contacts")).context["tab"]["panel"]["contacts"]
    assert [line["subject"] for line in found] == ["김하늘 통화"]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        pytest.param("is_partner", {"is_partner": "yes"}, marks=pytest.mark.feature("C5")),
        pytest.param("is_competitor", {"is_competitor": "yes"}, marks=pytest.mark.feature("C6")),
    ],
)
def test_partners_and_competitors_have_views(
    browse: Callable[..., Client], ada: User, firm: Account, name: str, query: dict[str, str]
) -> None:
    accounts.create({"name": "함께", name: True})
    listing = browse(ada).get(reverse("base:account-list"), query).context["listing"]
    assert [row.name for row in listing.page.rows] == ["함께"]


@pytest.mark.feature("C10")
def test_a_group_has_its_accounts(browse: Callable[..., Client], ada: User, firm: Account) -> None:
    made = groups.create({"name": "수도권 제조"})
    accounts.edit(firm, {"group": made}, "")
    listing = browse(ada).get(reverse("base:account-list"), {"group": "수도권"}).context["listing"]
    assert [row.name for row in listing.page.rows] == ["한빛정밀"]
    address = reverse("base:account_group-related", args=[made.pk, "base-account-group"])
    assert "한빛정밀" in browse(ada).get(address, headers=HTMX).content.decode()
    assert broken(lambda: groups.create({"name": "수도권 제조"})) == "name_taken"


@pytest.mark.feature("C1")
def test_everything_of_an_account_stands_on_its_page(
    browse: Callable[..., Client], ada: User, firm: Account, haneul: Customer
) -> None:
    accounts.edit(firm, {"capital": 5_000, "goods": "감속기", "output": "연 2만 대"}, "")
    years.create({"account": firm, "year": "2025", "sales": 777_000})
    addresses.create({"account": firm, "kind": "factory", "line1": "경기 화성시"})
    client = browse(ada)
    html = client.get(page(firm)).content.decode()
    for words in ("감속기", "연 2만 대"):
        assert words in html
    beside = reverse("base:account-beside", args=[firm.pk])
    html = client.get(beside, headers=HTMX).content.decode()
    for words in ("김하늘", "2025", "777,000", "경기 화성시"):
        assert words in html, words
