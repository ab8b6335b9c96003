"""Editing a field where it stands in the list (U1, U4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from dangol.errors import RuleBroken
from dangol.records.edits import in_place
from modules.base.models import Customer
from modules.base.records import customer_record
from modules.base.services import customers
from tenants import audit
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import AuditEntry, User

pytestmark = [pytest.mark.feature("U1"), pytest.mark.feature("U4")]
Browse = Callable[..., Client]
LIST = "/base/customers/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def customer(hanbit: Company) -> Customer:
    with inside(hanbit):
        return Customer.objects.create(name="김하늘", company_name="한빛물산", grade=2)


def now(hanbit: Company) -> Customer:
    with inside(hanbit):
        return Customer.objects.get()


def sent(customer: Customer, field: str, value: str, was: str) -> dict[str, str]:
    return {
        "value": value, "was": was, "version": customer.updated_at.isoformat(),
        "query": "sort=name",
    }  # fmt: skip


def test_a_cell_is_kept_by_the_record_s_own_service_and_undone(
    browse: Browse, carol: User, hanbit: Company, customer: Customer
) -> None:
    client = browse(carol)
    address = f"{LIST}{customer.pk}/cells/company_name"
    assert 'value="한빛물산"' in client.get(address, headers=HTMX).content.decode()
    answer = client.post(address, sent(customer, "company_name", "다온상사", "한빛물산")).json()
    assert answer["html"] == "다온상사"
    assert now(hanbit).company_name == "다온상사"
    with inside(hanbit):
        entry = AuditEntry.objects.get(action="base.customer.edit")
        assert entry.changes == {"company_name": ["한빛물산", "다온상사"]}
        assert entry.actor_id == carol.pk
    back = client.post(answer["undo"])
    assert back["Location"] == f"{LIST}?sort=name"
    assert now(hanbit).company_name == "한빛물산"
    again = client.post(answer["undo"], follow=True)
    assert "toast error" in again.content.decode()


@pytest.mark.parametrize(
    ("field", "was", "value", "expected"),
    [
        ("grade", "2", "1", ("grade", 1)),
        ("grade", "2", "-", ("grade", None)),
        ("owner", "-", "carol", ("owner_id", "carol")),
        ("name", "김하늘", "김 하늘", ("name", "김 하늘")),
        ("mobile", "", "01012345678", ("mobile_key", "01012345678")),
    ],
)
def test_every_kind_of_field_is_edited_and_put_back(
    browse: Browse, carol: User, hanbit: Company, customer: Customer,
    field: str, was: str, value: str, expected: tuple[str, Any],
) -> None:  # fmt: skip
    client = browse(carol)
    name, wanted = expected
    before = getattr(now(hanbit), name)
    value = str(carol.pk) if value == "carol" else value
    address = f"{LIST}{customer.pk}/cells/{field}"
    answer = client.post(address, sent(customer, field, value, was))
    assert answer.status_code == 200, answer.content.decode()
    assert "(" not in answer.json()["sentence"], "no particle waits for a value it does not know"
    assert getattr(now(hanbit), name) == (carol.pk if wanted == "carol" else wanted)
    client.post(answer.json()["undo"])
    assert getattr(now(hanbit), name) == before


def test_a_conflict_says_who_changed_it_and_keeps_theirs(
    browse: Browse, carol: User, ada: User, hanbit: Company, customer: Customer
) -> None:
    with inside(hanbit), audit.acting(audit.Actor(id=ada.pk, name=ada.name)):
        customers.edit(customer, {"company_name": "에이다 상사"}, "")
    address = f"{LIST}{customer.pk}/cells/company_name"
    answer = browse(carol).post(address, sent(customer, "company_name", "내 것", "한빛물산"))
    assert answer.status_code == 409
    assert ada.name in answer.json()["sentence"]
    assert "에이다 상사" in answer.json()["sentence"]
    assert now(hanbit).company_name == "에이다 상사"


def test_what_a_colleague_changed_in_another_field_is_in_nobody_s_way(
    browse: Browse, carol: User, hanbit: Company, customer: Customer
) -> None:
    with inside(hanbit):
        customers.edit(customer, {"company_name": "에이다 상사"}, "")
    address = f"{LIST}{customer.pk}/cells/grade"
    assert browse(carol).post(address, sent(customer, "grade", "1", "2")).status_code == 200
    assert (now(hanbit).company_name, now(hanbit).grade) == ("에이다 상사", 1)


def test_an_undo_does_not_overwrite_what_was_done_since(
    browse: Browse, carol: User, hanbit: Company, customer: Customer
) -> None:
    client = browse(carol)
    address = f"{LIST}{customer.pk}/cells/grade"
    undo = client.post(address, sent(customer, "grade", "1", "2")).json()["undo"]
    with inside(hanbit):
        customers.edit(now(hanbit), {"grade": 4}, "")
    assert "toast error" in client.post(undo, follow=True).content.decode()
    assert now(hanbit).grade == 4


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "가" * 61), ("grade", "9"), ("owner", "x"), ("email", "아님"),
     ("name", "\u200b"), ("company_name", "800101-1234567")],
)  # fmt: skip
def test_a_wrong_value_is_refused_with_a_sentence_and_nothing_is_changed(
    browse: Browse, carol: User, hanbit: Company, customer: Customer, field: str, value: str
) -> None:
    was = {"name": "김하늘", "grade": "2", "company_name": "한빛물산"}.get(field, "")
    address = f"{LIST}{customer.pk}/cells/{field}"
    answer = browse(carol).post(address, sent(customer, field, value, was))
    assert answer.status_code == 422
    assert answer.json()["sentence"]
    assert now(hanbit).updated_at == customer.updated_at


@pytest.mark.feature("P5")
def test_what_one_may_not_change_has_no_editor(
    browse: Browse, carol: User, hanbit: Company, customer: Customer
) -> None:
    client = browse(carol)
    for field in ("created_at", "password", "mobile_key"):
        answer = client.post(f"{LIST}{customer.pk}/cells/{field}", {"value": "x"})
        assert answer.status_code in (404, 422)
    hidden = replace(customer_record, also_hidden=lambda user: {"grade"})
    with inside(hanbit), pytest.raises(RuleBroken):
        in_place.change(hidden, carol, customer, "grade", "1", seen="", was="2")
    assert "grade" not in in_place.editable(hidden, carol)
    assert now(hanbit).grade == 2


@pytest.mark.feature("V1")
def test_another_company_s_cell_is_not_there(
    browse: Browse, eve: User, hanbit: Company, customer: Customer
) -> None:
    address = f"{LIST}{customer.pk}/cells/grade"
    assert browse(eve).get(address).status_code == 404
    assert browse(eve).post(address, {"value": "1"}).status_code == 404
