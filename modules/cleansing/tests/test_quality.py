"""Six criteria of data quality, whose numbers open the lists of exactly these customers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from dangol import clock
from dangol.access import HIDE, Scope
from dangol.records.lists.listing import read_listing
from modules.base.models import Customer
from modules.base.quality import CRITERIA, shortcomings
from modules.base.records import customer_record
from modules.cleansing.models import Fault, QualityFigure, Suggestion
from modules.cleansing.queries.quality import Quality, quality_for
from modules.cleansing.services import quality
from tenants.models import Company
from tenants.people.models import User
from tenants.services import roles

pytestmark = [pytest.mark.feature("B29"), pytest.mark.feature("P5")]
SCREEN = "/cleansing/quality/"
STATEMENTS = 15
"""As of the page of a record."""
Browse = Callable[..., Client]
GOOD = {
    "name": "김하늘", "mobile": "010-1234-5678", "mobile_key": "01012345678", "grade": 1,
    "email": "a@b.example", "email_key": "a@b.example", "home_line1": "서울 중구 세종대로 1",
    "address_confirmed": True,
}  # fmt: skip


@pytest.fixture
def people(inside_hanbit: Company, ada: User) -> dict[str, Customer]:
    """One in order, and one for each thing that may be wanting."""
    wanting = {
        "good": {},
        "no_owner": {"owner": None},
        "no_grade": {"grade": None},
        "unconfirmed": {"address_confirmed": False},
        "no_mobile": {"mobile": "", "mobile_key": ""},
        "no_email": {"email": "", "email_key": ""},
        "no_address": {"home_line1": ""},
        "unlinked": {"company_name": "(주)한빛"},
        "unreachable": {"mobile": "", "mobile_key": "", "email": "", "email_key": ""},
        "error": {},
        "spelling": {},
    }
    made = {
        code: Customer.objects.create(**{"owner": ada, **GOOD, **values})
        for code, values in wanting.items()
    }
    old = clock.now() - timedelta(days=400)
    made["stale"] = Customer.objects.create(**GOOD, owner=ada, updated_at=old)
    Customer.objects.filter(pk=made["stale"].pk).update(updated_at=old)
    Fault.objects.create(customer=made["error"], kind="bounced", field="email", name="반송")
    Fault.objects.create(
        customer=made["good"], kind="bounced", field="email", name="반송", state="corrected"
    )
    Suggestion.objects.create(
        record="base.customer", object_id=made["spelling"].pk, field="name", rule="person_spacing",
        old="김 하늘", new="김하늘", was={}, wanted={}, confidence=90,
    )  # fmt: skip
    return made


def by_code(found: Quality) -> dict[str, int]:
    return {each.code: each.wanting for each in found.criteria}


def test_every_number_opens_the_list_of_exactly_these_customers(
    people: dict[str, Customer], ada: User
) -> None:
    found = quality_for(ada)
    told = [(each.address, each.wanting) for each in found.criteria]
    told += [(figure.address, figure.count) for each in found.criteria for figure in each.figures]
    assert len(told) == len(CRITERIA) + len(shortcomings())
    for address, count in told:
        listing = read_listing(customer_record, ada, parse_qs(urlsplit(address).query))
        assert (listing.problems, listing.count) == ([], count), address


@pytest.mark.parametrize("code", [each.code for each in shortcomings()])
def test_each_shortcoming_finds_its_own(people: dict[str, Customer], ada: User, code: str) -> None:
    rows = read_listing(customer_record, ada, {"quality": [code]}).page.rows
    names = {key for key, each in people.items() if each.pk in {row.pk for row in rows}}
    also = {"no_mobile": {"unreachable"}, "no_email": {"unreachable"}}
    assert names == {code} | also.get(code, set())


def test_the_share_is_of_those_who_want_nothing(people: dict[str, Customer], ada: User) -> None:
    found = quality_for(ada)
    assert found.whole == 12
    assert by_code(found) == {
        "linkage": 2, "reliability": 2, "fill": 4, "standard": 1, "recency": 1, "access": 2,
    }  # fmt: skip
    assert {each.code: each.percent for each in found.criteria}["fill"] == 66


def test_whoever_sees_their_own_alone_counts_their_own_alone(
    people: dict[str, Customer], bob: User
) -> None:
    quality.keep()
    QualityFigure.objects.update(on=clock.today() - timedelta(days=40))
    assert all(each.past for each in quality_for(bob).criteria)
    role = roles.create("담당만")
    roles.change(role, scopes={"base.customer.view": Scope.OWN}, fields={})
    roles.assign(bob, [role.pk])
    fresh = User.objects.get(pk=bob.pk)
    found = quality_for(fresh)
    assert (found.whole, found.percent) == (0, None)
    assert not any(each.past for each in found.criteria), "the company's figures are others'"


def test_what_a_hidden_field_tells_is_neither_counted_nor_filtered(
    people: dict[str, Customer], bob: User
) -> None:
    role = roles.create("가림")
    roles.change(role, scopes={}, fields={"base.customer": {"mobile": HIDE}})
    roles.assign(bob, [role.pk])
    fresh = User.objects.get(pk=bob.pk)
    labels = {figure.address for each in quality_for(fresh).criteria for figure in each.figures}
    assert not any("no_mobile" in address or "spelling" in address for address in labels)
    assert read_listing(customer_record, fresh, {"quality": ["no_mobile"]}).problems


def test_the_company_s_figures_are_kept_once_a_day(people: dict[str, Customer], ada: User) -> None:
    assert quality.keep() == len(CRITERIA) + len(shortcomings())
    assert quality.keep() == 0
    with clock.at(clock.now() + timedelta(days=40)):
        assert quality.keep() > 0
        found = {each.code: each.past for each in quality_for(ada).criteria}
    assert [percent for _day, percent in found["fill"]] == [66]


def test_the_screen_is_there_for_whoever_may_see_it(
    people: dict[str, Customer], browse: Browse, ada: User
) -> None:
    client = browse(ada)
    assert client.get(SCREEN).status_code == 200
    page = client.get(SCREEN)
    assert int(page["X-Query-Count"]) <= STATEMENTS
    for word in ("전략적 연계성", "신뢰성", "충실성", "표준화", "최근성", "통합·접근성"):
        assert word in page.content.decode()
