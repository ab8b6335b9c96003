"""Record types for programs: read, made, changed, deleted as on screen (W1)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from dangol.api.types import declared
from modules.base.models import Customer
from tenants.models import Company
from tenants.people.models import AuditEntry, User
from tests.api.program import CUSTOMERS, Program, program, role_of

pytestmark = pytest.mark.feature("W1")


@pytest.fixture
def shop(inside_hanbit: Company, ada: User) -> Program:
    return program(inside_hanbit, ada)[0]


def pages(shop: Program, address: str) -> Iterator[dict[str, Any]]:
    while address:
        page = shop.get(address).json()
        yield from page["items"]
        address = page["next"]


def test_every_declared_record_type_can_be_listed(shop: Program) -> None:
    found = [f"/api/v1/{record.module}/{record.noun}" for record in declared()]
    assert CUSTOMERS in found
    for address in found:
        assert shop.get(address).status_code == 200, address


def test_a_record_is_made_read_changed_deleted_and_brought_back(shop: Program, ada: User) -> None:
    made = shop.send("POST", CUSTOMERS, {"name": "김하늘", "mobile": "01012345678", "grade": 1})
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["mobile"], told["grade"]) == ("010-1234-5678", 1)
    assert told["owner"] == {"id": str(ada.pk), "name": ada.name}
    assert made["ETag"] == f'"{told["version"]}"'
    address = made["Location"]
    assert shop.get(address).json() == told
    changed = shop.send("PATCH", address, {"birth_date": "1980-05-17", "grade": None})
    assert changed.status_code == 200, changed.content
    assert (changed.json()["birth_date"], changed.json()["grade"]) == ("1980-05-17", None)
    assert changed.json()["mobile"] == "010-1234-5678"
    assert shop.send("DELETE", address).status_code == 204
    assert shop.get(address).status_code == 404
    assert shop.send("POST", f"{address}/restore").status_code == 200
    assert shop.get(address).json()["name"] == "김하늘"


def test_the_audit_names_the_key_and_a_consent_says_that_a_program_wrote_it(
    shop: Program,
) -> None:
    shop.send("POST", CUSTOMERS, {"name": "김하늘", "mail_ads": True})
    entry = AuditEntry.objects.get(action="base.customer.create")
    assert (entry.actor_name, entry.summary) == ("쇼핑몰", "김하늘")
    assert Customer.objects.get().mail_ads_source == "api"


def test_pages_follow_each_other_without_gap_and_repetition(shop: Program) -> None:
    for number in range(7):
        Customer.objects.create(name=f"고객{number}", company_name="한빛" if number % 2 else "")
    for sort in ("name", "-created_at", "company_name,-name"):
        found = [each["name"] for each in pages(shop, f"{CUSTOMERS}?limit=2&sort={sort}")]
        assert sorted(found) == [f"고객{number}" for number in range(7)], sort
    page = shop.get(f"{CUSTOMERS}?limit=3&count=yes&sort=name&fields=name&labels=yes").json()
    assert page["count"] == 7
    assert list(page["items"][0]) == ["id", "version", "name", "labels"]


def test_filters_are_those_of_the_list(shop: Program, ada: User) -> None:
    Customer.objects.create(name="하나", grade=1, owner=ada)
    Customer.objects.create(name="둘", grade=2)
    for query, wanted in (
        ("grade=1", ["하나"]),
        ("grade=1&grade=2&sort=name", ["둘", "하나"]),
        ("grade.not=1", ["둘"]),
        ("owner=me", ["하나"]),
        ("q=하나", ["하나"]),
        ("where=any(grade=2,owner=me)&sort=name", ["둘", "하나"]),
        ("created_at.period=today&grade=3", []),
    ):
        found = [each["name"] for each in shop.get(f"{CUSTOMERS}?{query}").json()["items"]]
        assert found == wanted, query


def test_an_unknown_filter_is_refused_in_words_for_programs(shop: Program) -> None:
    answer = shop.get(f"{CUSTOMERS}?nonsense=1")
    assert answer.status_code == 400
    assert "문서" in answer.json()["detail"]


@pytest.mark.parametrize(
    "query",
    ["nonsense=1", "grade=99", "sort=memo", "limit=0", "limit=201", "limit=x", "after=zzz",
     "fields=ghost", "count=perhaps", "q=%00", "created_at.from=gestern", "where=any("],
)  # fmt: skip
def test_what_cannot_be_used_is_said_and_nothing_is_guessed(shop: Program, query: str) -> None:
    answer = shop.get(f"{CUSTOMERS}?{query}")
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": 5}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"name": "\u200b"}, "name"),
        ({"name": "가", "email": "no mail"}, "email"),
        ({"name": "가", "mobile": "12"}, "mobile"),
        ({"name": "가", "grade": "A"}, "grade"),
        ({"name": "가", "grade": 9}, "grade"),
        ({"name": "가", "mail_ads": "yes"}, "mail_ads"),
        ({"name": "가", "birth_date": "2020-13-45"}, "birth_date"),
        ({"name": "가", "owner": "nobody"}, "owner"),
        ({"name": "가", "owner": "00000000-0000-7000-8000-0000000000ff"}, "owner"),
        ({"name": "가", "memo": "900101-1234568"}, "memo"),
        ({"name": "가", "memo": "\ud800"}, "memo"),
        ({"name": "가", "memo": "\u0000"}, "memo"),
        ({"name": "가", "created_at": "2020-01-01"}, "created_at"),
        ({"name": "가", "mobile_key": "1"}, "mobile_key"),
        ({"name": "가", "ghost": 1}, "ghost"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_and_nothing_is_kept(
    shop: Program, sent: dict[str, Any], field: str
) -> None:
    answer = shop.send("POST", CUSTOMERS, sent)
    assert answer.status_code == 422, answer.content
    assert list(answer.json()["errors"]) == [field]
    assert not Customer.objects.exists()


def test_the_sentence_is_in_the_language_that_was_asked_for(shop: Program) -> None:
    korean = shop.send("POST", CUSTOMERS, {"name": "가", "ghost": 1}, accept_language="ko")
    english = shop.send("POST", CUSTOMERS, {"name": "가", "ghost": 1}, accept_language="en")
    assert english.json()["errors"]["ghost"] == ["There is no field “ghost”."]
    assert "ghost" in korean.json()["errors"]["ghost"][0]
    assert korean.json()["detail"] != english.json()["detail"]


def test_who_was_slower_is_told_mine_and_theirs(shop: Program, ada: User) -> None:
    made = shop.send("POST", CUSTOMERS, {"name": "김하늘", "memo": "처음"}).json()
    address, seen = f"{CUSTOMERS}/{made['id']}", made["version"]
    assert shop.send("PATCH", address, {"memo": "그들"}, if_match=f'"{seen}"').status_code == 200
    late = shop.send("PATCH", address, {"memo": "나"}, if_match=f'"{seen}"')
    assert late.status_code == 412
    (conflict,) = late.json()["conflicts"]
    assert (conflict["mine"], conflict["theirs"]) == ("나", "그들")
    assert conflict["changed_by"] == "쇼핑몰"
    in_body = shop.send("PATCH", address, {"memo": "나", "version": seen})
    assert in_body.status_code == 409
    assert shop.send("DELETE", address, if_match=f'"{seen}"').status_code == 412
    now = late.json()["version"]
    assert shop.send("PATCH", address, {"memo": "나"}, if_match=f'"{now}"').status_code == 200
    assert Customer.objects.get().memo == "나"


def test_a_code_that_is_taken_is_said_by_field(shop: Program) -> None:
    shop.send("POST", CUSTOMERS, {"name": "가", "code": "C1"})
    answer = shop.send("POST", CUSTOMERS, {"name": "나", "code": "C1"})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["code"])


@pytest.mark.parametrize(
    ("method", "body", "kind", "accept", "status"),
    [
        ("PUT", b"{}", "application/json", "*/*", 405),
        ("OPTIONS", b"", "application/json", "*/*", 405),
        ("GET", b"", "", "text/html", 406),
        ("POST", b"name=x", "application/x-www-form-urlencoded", "*/*", 415),
        ("POST", b"", "application/json", "*/*", 400),
        ("POST", b"[1]", "application/json", "*/*", 400),
        ("POST", b'{"name": NaN}', "application/json", "*/*", 400),
        ("POST", b"[" * 100_000, "application/json", "*/*", 400),
        ("POST", b'{"name": "' + b"\xff" + b'"}', "application/json", "*/*", 400),
        ("POST", b'"' + b"x" * (5 * 1024 * 1024) + b'"', "application/json", "*/*", 413),
    ],
)
def test_what_is_no_call_is_refused_by_its_number(
    shop: Program, method: str, body: bytes, kind: str, accept: str, status: int
) -> None:
    answer = shop.generic(method, CUSTOMERS, body, kind, headers={"accept": accept})
    assert answer.status_code == status, answer.content
    assert answer.json()["status"] == status
    assert answer["Content-Type"] == "application/problem+json"


def test_an_address_that_is_not_there_is_a_problem_in_json(shop: Program) -> None:
    for path in ("/api/v1/", "/api/v1/ghost", f"{CUSTOMERS}/", f"{CUSTOMERS}/x"):
        answer = shop.get(path)
        assert (answer.status_code, answer.json()["status"]) == (404, 404), path


def test_hidden_fields_are_not_there_and_locked_ones_cannot_be_written(
    inside_hanbit: Company, ada: User
) -> None:
    role = role_of(fields={"base.customer": {"mobile": "hide", "memo": "read"}})
    shop, _key = program(inside_hanbit, ada, role)
    Customer.objects.create(name="가", mobile="010-9999-4321", mobile_key="01099994321", memo="나")
    item = shop.get(CUSTOMERS).json()["items"][0]
    assert "mobile" not in item
    assert item["memo"] == "나"
    for field in ("mobile", "memo"):
        answer = shop.send("POST", CUSTOMERS, {"name": "다", field: "010-1234-5678"})
        assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert shop.get(f"{CUSTOMERS}?sort=mobile").status_code == 400
    assert shop.get(f"{CUSTOMERS}?fields=mobile").status_code == 400
    assert shop.get(f"{CUSTOMERS}?q=99994321").json()["items"] == []
    document = shop.get("/api/v1/openapi.json").json()
    parts = {**document["paths"], **document["components"]["schemas"]}
    fault = ("/cleansing/fault", "cleansing.fault")  # names fields as values: what may be wrong
    told = json.dumps(
        {name: part for name, part in parts.items() if not any(each in name for each in fault)}
    )
    assert '"mobile"' not in told
    assert '"memo"' in told


def test_own_records_are_those_of_the_key_s_user(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    role = role_of(scopes={"base.customer.view": 1, "base.customer.edit": 1})
    shop, _key = program(inside_hanbit, bob, role)
    mine = Customer.objects.create(name="내것", owner=bob)
    foreign = Customer.objects.create(name="남의것", owner=ada)
    assert [each["id"] for each in shop.get(CUSTOMERS).json()["items"]] == [str(mine.pk)]
    for method in ("GET", "PATCH", "DELETE"):
        answer = shop.send(method, f"{CUSTOMERS}/{foreign.pk}", {"name": "x"})
        assert answer.status_code == 404, method
    given_away = shop.send("PATCH", f"{CUSTOMERS}/{mine.pk}", {"owner": str(ada.pk)})
    assert given_away.status_code == 200
    assert list(given_away.json()) == ["id", "version"]


def test_a_browser_s_log_in_opens_nothing(shop: Program, ada: User, browse: Any) -> None:
    browser: Client = browse(ada)
    assert browser.get(CUSTOMERS).status_code == 401
    assert browser.post(CUSTOMERS, "{}", content_type="application/json").status_code == 401
