"""A company's own fields for programs: in records, filters and the document at once (W1, U7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from dangol.errors import RuleBroken
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


def test_a_field_with_a_code_is_called_by_it_everywhere(shop: Program, add: Add) -> None:
    number = add("number", "회원번호", code="member_no", is_sorted=True, is_unique=True)
    for value in (3, 1, 2):
        assert kept(shop, {"member_no": value}) == value
    asked = "sort=-member_no&member_no.min=2&fields=member_no"
    listed = shop.get(f"{CUSTOMERS}?{asked}").json()["items"]
    assert [each["member_no"] for each in listed] == [3, 2]
    assert number.name not in listed[0], "and by nothing else"
    where = "any(member_no.is=1,all(member_no.min=3))"
    assert shop.get(f"{CUSTOMERS}?where={where}&count=yes").json()["count"] == 2
    page = shop.get(f"{CUSTOMERS}?sort=member_no&limit=2").json()
    assert "sort=member_no" in page["next"]
    rest = shop.get(f"{CUSTOMERS}?{page['next'].partition('?')[2]}").json()
    assert [each["member_no"] for each in rest["items"]] == [3]
    document = shop.get("/api/v1/openapi.json").json()
    assert "member_no" in document["components"]["schemas"]["base.customer.change"]["properties"]
    names = {each["name"] for each in document["paths"]["/base/customer"]["get"]["parameters"]}
    assert {"member_no.min", "member_no.empty"} <= names
    assert number.name not in str(document)


def test_what_is_refused_is_told_by_code(shop: Program, add: Add) -> None:
    add("number", "회원번호", code="member_no", is_unique=True)
    kept(shop, {"member_no": 1})
    again = {"name": "나", "member_no": 1}
    for sent in (again, {"name": "나", "member_no": "하나"}):
        refused = shop.send("POST", CUSTOMERS, sent)
        assert (refused.status_code, list(refused.json()["errors"])) == (422, ["member_no"])
    many = shop.send("POST", f"{CUSTOMERS}/batch", {"items": [again]}).json()["results"]
    assert list(many[0]["problem"]["errors"]) == ["member_no"]
    wrong = shop.get(f"{CUSTOMERS}?member_no.min=열")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["member_no"])


def test_the_name_is_taken_still_where_there_is_a_code(shop: Program, add: Add) -> None:
    name = add("text", "가입 경로", code="came_by").name
    made = shop.send("POST", CUSTOMERS, {"name": "가", name: "소개"}).json()
    assert made["came_by"] == "소개"
    assert (
        shop.get(f"{CUSTOMERS}?{name}=소개&fields={name}").json()["items"][0]["came_by"] == "소개"
    )
    version = {"version": "2020-01-01T00:00:00+00:00", "came_by": "광고"}
    refused = shop.send("PATCH", f"{CUSTOMERS}/{made['id']}", version)
    assert refused.json()["conflicts"][0] | {"changed_by": None} == {
        "field": "came_by", "label": "가입 경로", "mine": "광고", "theirs": "소개",
        "changed_by": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("회원", "소문자"), ("9lives", "소문자"), ("x_abc", "소문자"), ("Member", "소문자"),
        ("grade", "이미 뜻"), ("sort", "이미 뜻"), ("version", "이미 뜻"), ("taken", "“다른 필드”"),
    ],
)  # fmt: skip
def test_a_code_that_programs_could_not_use_is_refused(add: Add, code: str, said: str) -> None:
    add("text", "다른 필드", code="taken")
    add("text", "주문의 필드", record="base.order", code="own_of_orders")
    with pytest.raises(RuleBroken) as refused:
        add("text", "필드", code=code)
    assert (refused.value.field, said in str(refused.value)) == ("code", True)
    add("text", "필드", code="own_of_orders")
