"""A company's own fields for programs: in records, filters and the document at once (W1, U7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from modules.base.models import Customer
from tenants.models import Company
from tenants.people.models import User
from tests.api.program import CUSTOMERS, Program, program, role_of
from tests.custom.conftest import Add

pytestmark = [pytest.mark.feature("W1"), pytest.mark.feature("U7")]


@pytest.fixture
def shop(inside_hanbit: Company, ada: User) -> Program:
    return program(inside_hanbit, ada)[0]


def kept(shop: Program, sent: Mapping[str, Any]) -> Any:
    made = shop.send("POST", CUSTOMERS, {"name": "가", **sent})
    assert made.status_code == 201, made.content
    (name,) = sent
    told = shop.get(made["Location"]).json()[name]
    assert made.json()[name] == told
    again = shop.send("PATCH", made["Location"], {"memo": "x"})
    assert again.json()[name] == told, "what is not sent stays"
    return told


@pytest.mark.parametrize(
    ("kind", "value", "wrong"),
    [
        ("text", "글", 5),
        ("long", "글\n줄", ["글"]),
        ("number", 12.5, "12.5"),
        ("money", 1_000_000, "1,000,000원"),
        ("date", "2026-11-22", "어제"),
        ("time", "09:30:00", "25:00"),
        ("flag", True, "yes"),
        ("address", {"postcode": "06236", "line1": "테헤란로", "line2": ""}, {"postcode": "1"}),
    ],
)
def test_each_kind_is_written_and_read_as_its_json(
    shop: Program, add: Add, kind: str, value: Any, wrong: Any
) -> None:
    name = add(kind, "필드", rules={"decimals": 1} if kind == "number" else {}).name
    found = kept(shop, {name: value})
    assert found == (value if kind != "address" else {"postcode": "06236", "line1": "테헤란로"})
    refused = shop.send("POST", CUSTOMERS, {"name": "가", name: wrong})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, [name])


def test_a_person_is_an_id_and_a_name(shop: Program, add: Add, bob: User) -> None:
    name = add("person", "필드").name
    assert kept(shop, {name: str(bob.pk)}) == {"id": str(bob.pk), "name": bob.name}


def test_batches_keep_them_and_those_that_must_be_their_own(shop: Program, add: Add) -> None:
    name = add("text", "필드", is_unique=True).name
    items = [{"name": "가", name: "A"}, {"name": "나", name: "A"}, {"name": "다", name: "B"}]
    answer = shop.send("POST", f"{CUSTOMERS}/batch", {"items": items}).json()
    assert [each["state"] for each in answer["results"]] == ["created", "failed", "created"]
    assert {each.custom[name] for each in Customer.objects.all()} == {"A", "B"}


def test_they_are_in_the_document_and_hidden_with_the_role(
    inside_hanbit: Company, ada: User, shop: Program, add: Add
) -> None:
    name = add("text", "필드", is_required=True).name
    document = shop.get("/api/v1/openapi.json").json()["components"]["schemas"]
    assert document["base.customer.new"]["required"] == ["name", name]
    assert shop.send("POST", CUSTOMERS, {"name": "가"}).status_code == 422
    kept(shop, {name: "비밀"})
    found = shop.get(f"{CUSTOMERS}?{name}=비밀&fields={name}").json()["items"]
    assert [each[name] for each in found] == ["비밀"]
    role = role_of("숨김", fields={"base.customer": {name: "hide"}})
    closed, _key = program(inside_hanbit, ada, role)
    assert name not in closed.get("/api/v1/openapi.json").content.decode()
    assert name not in closed.get(CUSTOMERS).content.decode()
    assert closed.get(f"{CUSTOMERS}?{name}=비밀").status_code == 400
