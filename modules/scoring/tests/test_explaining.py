"""The page says why: rule, fact, points; and nothing that the reader may not see (B15-B19, P5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dangol.access import HIDE, Scope
from dangol.records import Look
from modules.base.models import ContactHistory, Customer
from modules.base.records import customer_record
from modules.scoring.queries.explaining import scores_of
from modules.scoring.tests.conftest import Buyer, after, computed, order
from tenants.people.models import User
from tenants.services import roles

pytestmark = [pytest.mark.feature("B15"), pytest.mark.feature("B17"), pytest.mark.feature("P5")]
Browse = Callable[..., Client]


def told(user: User, customer: Customer) -> dict[str, Any]:
    fresh = User.objects.get(pk=user.pk)
    hidden = customer_record.hidden_from(fresh)
    look = Look(user=fresh, instance=Customer.objects.get(pk=customer.pk), hidden=hidden)
    return dict(scores_of(look))


def words(panel: dict[str, Any]) -> str:
    return repr(panel.get("blocks"))


def test_each_score_is_told_with_fact_rule_and_points(
    buyer: Buyer, browse: Browse, ada: User
) -> None:
    customer = buyer("2026-10-31", "2026-09-01", "2025-01-05", amount=900_000)
    ContactHistory.objects.create(customer=customer, medium="phone")
    computed()
    found = {block.label: block for block in told(ada, customer)["blocks"]}
    assert list(found) == [
        "생애주기",
        "등급",
        "수익기여도",
        "충성도",
        "관심도",
        "우호도",
        "다음 접촉 예정일",
        "세그먼트",
    ]
    value = found["수익기여도"]
    assert value.value == "58점"
    assert [line.points for line in value.lines] == ["5", "2", "3"]
    assert [line.fact for line in value.lines] == [
        "20일 전",
        "최근 24개월 3건",
        "최근 24개월 ₩2,700,000",
    ]
    page = browse(ada).get(f"/base/customers/{customer.pk}/?tab=scores").content.decode()
    assert "RFM 523" in page
    assert "₩2,700,000" in page


def test_before_the_first_computation_it_says_so(buyer: Buyer, browse: Browse, ada: User) -> None:
    customer = buyer()
    assert told(ada, customer) == {"is_new": True}
    page = browse(ada).get(f"/base/customers/{customer.pk}/?tab=scores").content.decode()
    assert "아직 계산하지 않았어요" in page


def test_a_hidden_score_is_not_explained(buyer: Buyer, ada: User, bob: User) -> None:
    customer = buyer("2026-10-31")
    computed()
    role = roles.create("가림")
    hidden = dict.fromkeys(("profit", "lifecycle"), HIDE)
    roles.change(role, scopes={}, fields={"base.customer": hidden})
    roles.assign(bob, [role.pk])
    panel = told(bob, customer)
    assert {"수익기여도", "생애주기"}.isdisjoint(block.label for block in panel["blocks"])
    grade = next(block for block in panel["blocks"] if block.label == "등급")
    assert grade.lines == [], "what it is made of would tell the other"


def test_whoever_may_not_read_every_order_is_told_no_counts_of_them(
    buyer: Buyer, bob: User
) -> None:
    customer = buyer("2026-10-31", "2026-09-01", amount=900_000)
    computed()
    assert "₩1,800,000" in words(told(bob, customer))
    role = roles.create("담당만")
    roles.change(role, scopes={"base.order.view": Scope.OWN}, fields={})
    roles.assign(bob, [role.pk])
    said = words(told(bob, customer))
    assert "₩1,800,000" not in said
    assert "24개월 2건" not in said
    assert "2026년 9월" not in said


def test_the_stages_so_far_are_told(buyer: Buyer, ada: User) -> None:
    customer = buyer("2026-06-01")
    computed()
    with after(30):
        computed()
        found = told(ada, customer)["changes"]
    assert [(each["before"][1], each["after"][1]) for each in found] == [("신규", "기존")]


def test_points_of_the_tab_are_those_of_the_list(buyer: Buyer, ada: User) -> None:
    """One statement works both out; what happens after it waits for the next one."""
    customer = buyer("2026-10-31")
    computed()
    before = words(told(ada, customer))
    order(customer, "2026-11-19")
    assert words(told(ada, customer)) == before
