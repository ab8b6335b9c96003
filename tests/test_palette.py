"""The palette offers what its user may open, and nothing else (U3, V1)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from modules.base.models import Customer
from modules.base.services import customers
from tenants import context
from tenants.models import Company
from tenants.people.models import User
from tenants.queries import desk
from tenants.services import licences

pytestmark = pytest.mark.feature("U3")


def look(client: Client, text: str, **more: str) -> str:
    answer = client.get("/palette", {"q": text, "part": "1", **more})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def people(hanbit: Company, daon: Company) -> None:
    with context.inside(hanbit):
        customers.create({"name": "김하늘", "company_name": "한빛물산", "mobile": "010-0482-1937"})
        customers.create({"name": "강해남", "company_name": "여울상사"})
        customers.create({"name": "박도현", "company_name": "경한농산"})
    with context.inside(daon):
        customers.create({"name": "구한나", "company_name": "다온의 손님"})


def test_initials_find_names_and_companies(
    people: None, ada: User, browse: Callable[..., Client]
) -> None:
    page = look(browse(ada), "ㄱㅎㄴ")
    assert "<b>김하늘</b>" in page
    assert "<b>강해남</b>" in page
    assert "박도현" in page, "his company is called 경한농산"
    assert "data-initials" in page


def test_the_tail_of_a_phone_number_finds_its_owner(
    people: None, ada: User, browse: Callable[..., Client]
) -> None:
    page = look(browse(ada), "1937")
    assert "김하늘" in page
    assert "강해남" not in page


def test_nothing_of_another_company_is_found(
    people: None, ada: User, browse: Callable[..., Client]
) -> None:
    assert "구한나" not in look(browse(ada), "구한나").replace("“구한나”", "").replace("q=", "")
    assert "다온의 손님" not in look(browse(ada), "다온")


def test_a_customer_in_the_trash_is_not_offered(
    hanbit: Company, people: None, ada: User, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        customers.remove(Customer.objects.get(name="김하늘"))
    assert "한빛물산" not in look(browse(ada), "김하")


def test_without_the_licence_there_are_neither_records_nor_commands(
    hanbit: Company, people: None, bob: User, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        licences.assign(bob, [])
    page = look(browse(bob), "김하늘")
    assert "한빛물산" not in page
    assert "/base/customers/new" not in look(browse(bob), "")


def test_an_angle_bracket_asks_for_commands_alone(
    people: None, ada: User, browse: Callable[..., Client]
) -> None:
    page = look(browse(ada), "> ㅅ ㄱㄱ")
    assert "/base/customers/new" in page, "새 고객"
    assert "palette-heading" in page
    assert "김하늘" not in look(browse(ada), ">김하늘").replace("“김하늘”", "")


def test_it_is_a_page_of_its_own_without_scripts(
    people: None, ada: User, browse: Callable[..., Client]
) -> None:
    page = browse(ada).get("/palette", {"q": "김하늘"}).content.decode()
    assert "<html" in page
    assert "한빛물산" in page


def test_the_text_of_a_stranger_is_shown_as_text(ada: User, browse: Callable[..., Client]) -> None:
    page = look(browse(ada), "<script>x")
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_a_look_costs_few_questions(
    people: None,
    ada: User,
    browse: Callable[..., Client],
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client = browse(ada)
    look(client, "박")  # the first request of a session has work of its own
    per_type = 3  # how many candidates there are, the candidates, the chosen rows
    with django_assert_max_num_queries(4 + per_type * len(desk.records())):  # type: ignore[attr-defined]
        look(client, "김")


def test_the_first_hit_can_be_called_and_written_to_at_once(
    people: None, ada: User, browse: Callable[..., Client]
) -> None:
    page = look(browse(ada), "김하늘")
    assert 'href="tel:01004821937"' in page
    assert 'data-number="1"' in page


@pytest.mark.parametrize("text", ["\U0010ffff", "\ud7ff", "(((((", "[", "\\", "%"])
def test_odd_letters_find_nothing_and_break_nothing(
    people: None, ada: User, browse: Callable[..., Client], text: str
) -> None:
    assert "palette-list" in look(browse(ada), text)
