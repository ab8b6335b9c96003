"""What stands in a text, and who has it: as far as the reader may know (A20)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dangol.access import HIDE
from modules.base.models import Account, Customer
from modules.materials.models import Material
from modules.materials.queries.about import whom
from modules.materials.queries.found import findings, values_in
from modules.materials.services.concerns import connect
from modules.materials.tests.conftest import NUMBER
from tenants import business_number
from tenants.people.models import AccessRole, User
from tenants.services import roles

pytestmark = pytest.mark.feature("A20")
Make = Callable[..., Material]
Browse = Callable[..., Client]
TEXT = (
    "문의 SKY@gaon.example 또는 +82 10-2345-6789, 대표 전화 02-3397-0210,"
    f" 사업자등록번호 {business_number.shown(NUMBER)}. 다른 분은 010-9999-0001, no@one.example."
)


def page(client: Client, material: Material) -> str:
    return client.get(f"/materials/materials/{material.pk}/?tab=overview").content.decode()


def give(user: User, **facts: dict[str, object]) -> User:
    roles.assign(user, [AccessRole.objects.create(name="자료", **facts).pk])
    return User.objects.get(pk=user.pk)


def test_each_value_of_a_text_is_found_once_in_its_order() -> None:
    found = values_in(f"{TEXT} 010 2345 6789, sky@gaon.example")
    assert found == [
        ("email", "SKY@gaon.example", "sky@gaon.example"),
        ("mobile", "010-2345-6789", "01023456789"),
        ("phone", "02-3397-0210", "02-3397-0210"),
        ("business", business_number.shown(NUMBER), NUMBER),
        ("mobile", "010-9999-0001", "01099990001"),
        ("email", "no@one.example", "no@one.example"),
    ]


@pytest.mark.parametrize(
    "text",
    ["123-45-67890", "2026-11-28", "1010-2345-67891", "a@b", "010-12-3456", "12010-2345-6789-1"],
)
def test_what_only_looks_like_a_number_is_left(text: str) -> None:
    assert values_in(text) == []


def test_at_most_thirty_values_are_looked_up() -> None:
    text = " ".join(f"010-1000-{number:04}" for number in range(80))
    assert len(values_in(text)) == 30


def test_the_page_says_who_has_what_and_one_click_connects(
    make: Make, customer: Customer, account: Account, ada: User, browse: Browse
) -> None:
    material, client = make(text=TEXT), browse(ada)
    text = page(client, material)
    assert f"/base/customers/{customer.pk}/" in text
    assert f"/base/accounts/{account.pk}/" in text
    assert "/base/customers/new?mobile=010-9999-0001" in text
    assert "/base/customers/new?email=no%40one.example" in text
    field = re.search(rf'name="customer" value="{customer.pk}"', text)
    assert field, "the button sends whom it connects"
    address = f"/materials/materials/{material.pk}/connect"
    for given in ({"customer": str(customer.pk)}, {"account": str(account.pk)}):
        assert client.post(address, given).status_code == 302
    assert {each.id for each in whom(ada, material)} == {customer.pk, account.pk}
    assert not re.search(rf'name="customer" value="{customer.pk}"', page(client, material))


def test_the_new_customer_s_form_is_filled(make: Make, ada: User, browse: Browse) -> None:
    text = browse(ada).get("/base/customers/new?email=no%40one.example").content.decode()
    assert 'value="no@one.example"' in text


def test_a_reader_learns_of_nobody_whom_they_do_not_see(
    make: Make, customer: Customer, account: Account, bob: User, browse: Browse
) -> None:
    material = make(text=TEXT, owner=bob)
    connect(material, customer)
    scopes = dict.fromkeys(("materials.material.view", "materials.material.edit"), 3)
    reader = give(bob, scopes={**scopes, "base.customer.view": 1, "base.account.view": 1})
    found = findings(reader, material.text, whom(reader, material))
    assert [each.holders for each in found if each.holders] == []
    assert whom(reader, material) == []
    text = page(browse(reader), material)
    assert str(customer.pk) not in text
    assert customer.name not in text


def test_a_hidden_field_is_not_guessed_by_a_text(make: Make, customer: Customer, bob: User) -> None:
    scopes = {"materials.material.view": 3, "base.customer.view": 3}
    reader = give(bob, scopes=scopes, fields={"base.customer": {"mobile": HIDE}})
    found = findings(reader, TEXT, [])
    assert [each.shown for each in found if each.icon == "smartphone"] == []
    mail = next(each for each in found if each.icon == "mail")
    assert [each.name for each in mail.holders] == [customer.name]


def test_a_hidden_text_is_neither_shown_nor_searched_for_values(
    make: Make, customer: Customer, bob: User, browse: Browse
) -> None:
    material = make(text=f"{TEXT} 카나리아", owner=bob)
    scopes = {"materials.material.view": 3, "base.customer.view": 3}
    reader = give(bob, scopes=scopes, fields={"materials.material": {"text": HIDE}})
    client = browse(reader)
    for path in (
        f"/materials/materials/{material.pk}/", f"/materials/materials/{material.pk}/peek",
        "/materials/materials/?q=카나리아", "/search?q=카나리아",
    ):  # fmt: skip
        text = client.get(path).content.decode().replace('value="카나리아"', "")
        assert "02-3397-0210" not in text, path
        assert str(customer.pk) not in text, path
    listing = client.get("/materials/materials/?q=카나리아").context["listing"]
    assert listing.count == 0


def test_the_block_asks_three_statements(
    make: Make, customer: Customer, account: Account, ada: User
) -> None:
    material = make(text=TEXT)
    connect(material, customer)
    whom(ada, material)
    with CaptureQueriesContext(connection) as asked:
        known = whom(ada, material)
        assert len(findings(ada, material.text, known)) == 6
    assert len(asked) <= 3, [each["sql"][:200] for each in asked]
