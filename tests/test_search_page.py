"""The page of everything that was found: types to choose, counts, ways on (A6, U8)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from modules.base.models import Customer
from modules.base.services import customers
from modules.campaign.services import campaigns
from tenants import context
from tenants.models import Company
from tenants.people.models import User
from tenants.queries import desk
from tenants.services import licences

pytestmark = [pytest.mark.feature("A6"), pytest.mark.feature("U8")]


@pytest.fixture
def records(hanbit: Company, daon: Company) -> None:
    with context.inside(hanbit):
        customers.create({"name": "김하늘", "company_name": "한빛물산", "mobile": "010-0482-1937"})
        customers.create({"name": "박도현", "company_name": "한빛전자"})
        campaigns.create({"name": "한빛 감사전"})
    with context.inside(daon):
        customers.create({"name": "구한나", "company_name": "한빛의 다온"})


def look(client: Client, text: str, *types: str) -> str:
    answer = client.get("/search", {"q": text, "type": list(types)})
    assert answer.status_code == 200
    return answer.content.decode()


def test_records_of_every_type_stand_in_groups(
    records: None, ada: User, browse: Callable[..., Client]
) -> None:
    page = look(browse(ada), "한빛")
    assert "<mark>한빛</mark>물산" in page
    assert "<mark>한빛</mark> 감사전" in page
    assert "박도현" in page
    assert "다온" not in page, "another company's"


def test_the_field_that_was_found_is_told_and_no_other(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        customers.create(
            {
                "name": "김하늘",
                "department": "1937팀",
                "mobile": "010-0482-1937",
                "email": "sky1937@hanbit.example",
            }
        )
    page = look(browse(ada), "1937")
    assert "010-0482-<mark>1937</mark>" in page
    assert "1937팀" in page
    assert "sky" not in page
    assert "sky" in look(browse(ada), "sky1937").replace('value="sky', "")


def test_a_ticked_type_is_searched_alone(
    records: None, ada: User, browse: Callable[..., Client]
) -> None:
    page = look(browse(ada), "한빛", "campaign.campaign")
    assert "감사전" in page
    assert "박도현" not in page
    assert 'value="campaign.campaign" data-submits checked' in page
    assert 'value="base.customer" data-submits>' in page
    both = look(browse(ada), "한빛", "campaign.campaign", "base.customer")
    assert "감사전" in both
    assert "박도현" in both


def test_an_unknown_type_means_all(records: None, ada: User, browse: Callable[..., Client]) -> None:
    assert "박도현" in look(browse(ada), "한빛", "x' OR 1=1", "no.such")


def test_where_there_is_more_the_list_has_it(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        Customer.objects.bulk_create(Customer(name=f"김하늘{number}") for number in range(230))
    page = look(browse(ada), "하늘")
    assert "200+" in page
    assert 'href="/base/customers/?q=%ED%95%98%EB%8A%98"' in page
    listed = browse(ada).get("/base/customers/?q=하늘").content.decode()
    assert "230" in listed


def test_a_type_without_the_licence_is_neither_offered_nor_searched(
    hanbit: Company, records: None, bob: User, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        licences.assign(bob, [])
    page = look(browse(bob), "한빛", "base.customer")
    assert "<mark>" not in page
    assert 'value="base.customer"' not in page


def test_what_is_in_the_trash_is_not_found(
    hanbit: Company, records: None, ada: User, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        customers.remove(Customer.objects.get(name="김하늘"))
    assert "<mark>" not in look(browse(ada), "하늘")


def test_without_a_text_it_says_how_to_find(ada: User, browse: Callable[..., Client]) -> None:
    page = look(browse(ada), "")
    assert "<mark>" not in page
    assert 'name="q"' in page


@pytest.mark.parametrize("text", ["<script>x", "%", "\x00", "​", "😀", "((((", "가" * 5000])
def test_odd_texts_are_shown_as_texts(ada: User, browse: Callable[..., Client], text: str) -> None:
    page = look(browse(ada), text)
    assert "<script>x" not in page
    assert "<mark>" not in page


def test_the_palette_leads_here(records: None, ada: User, browse: Callable[..., Client]) -> None:
    client = browse(ada)
    answer = client.get("/palette", {"q": "한빛", "part": "1"})
    assert 'href="/search?q=%ED%95%9C%EB%B9%9B"' in answer.content.decode()
    answer = client.get("/palette", {"q": "한빛", "part": "1", "scope": "base.customer"})
    assert "/search?q=%ED%95%9C%EB%B9%9B&amp;type=base.customer" in answer.content.decode()


def test_a_page_costs_few_questions(
    records: None,
    ada: User,
    browse: Callable[..., Client],
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client = browse(ada)
    look(client, "박")
    per_type = 3  # how many candidates there are, the candidates, the chosen rows
    with django_assert_max_num_queries(10 + per_type * len(desk.records())):  # type: ignore[attr-defined]
        look(client, "한빛")
