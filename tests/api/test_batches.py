"""Up to a thousand records in one call: each of them ends in one state (W1)."""

from __future__ import annotations

from typing import Any

import pytest

from modules.base.models import Customer
from tenants.models import Company
from tenants.people.models import AuditEntry, User
from tests.api.program import CUSTOMERS, Program, program, role_of

pytestmark = pytest.mark.feature("W1")
BATCH = f"{CUSTOMERS}/batch"


@pytest.fixture
def shop(inside_hanbit: Company, ada: User) -> Program:
    return program(inside_hanbit, ada)[0]


def states(answer: Any) -> list[str]:
    return [each["state"] for each in answer.json()["results"]]


def test_each_by_itself_tells_how_each_ended(shop: Program) -> None:
    items = [{"name": "가"}, {"name": ""}, {"name": "나", "code": "C"}, {"name": "다", "code": "C"}]
    answer = shop.send("POST", BATCH, {"items": items})
    assert answer.status_code == 200
    assert states(answer) == ["created", "failed", "created", "failed"]
    assert answer.json()["counts"] == {"done": 2, "failed": 2}
    failed = answer.json()["results"][3]
    assert (failed["status"], list(failed["problem"]["errors"])) == (422, ["code"])
    assert sorted(Customer.objects.values_list("name", flat=True)) == ["가", "나"]


def test_all_or_nothing_is_nothing_when_one_fails(shop: Program) -> None:
    for items in ([{"name": "가"}, {"name": ""}], [{"name": "가", "code": "C"}] * 2):
        answer = shop.send("POST", BATCH, {"mode": "all", "items": items})
        assert answer.status_code == 422
        assert states(answer) == ["left", "failed"]
        assert not Customer.objects.exists()
        assert not AuditEntry.objects.filter(action="base.customer.create").exists()


def test_a_thousand_at_once_are_like_a_thousand_one_by_one(shop: Program, ada: User) -> None:
    item = {"name": "김하늘", "mobile": "01012345678", "birth_date": "1980-05-17", "mail_ads": True}
    single = shop.send("POST", CUSTOMERS, item).json()
    answer = shop.send("POST", BATCH, {"mode": "all", "items": [item] * 1000})
    assert answer.json()["counts"] == {"done": 1000, "failed": 0}
    last = shop.get(f"{CUSTOMERS}/{answer.json()['results'][-1]['id']}").json()
    own = ("id", "version", "created_at")
    assert {k: v for k, v in last.items() if k not in own} == {
        k: v for k, v in single.items() if k not in own
    }
    columns = ("mobile_key", "mail_ads_source", "mailing_place", "owner_id")
    assert len(set(Customer.objects.values_list(*columns))) == 1
    entries = AuditEntry.objects.filter(action="base.customer.create")
    assert entries.count() == 1001
    assert set(entries.values_list("actor_name", flat=True)) == {"쇼핑몰"}


def test_many_are_changed_by_their_ids(shop: Program) -> None:
    first, second = (Customer.objects.create(name=name) for name in ("가", "나"))
    seen = second.updated_at.isoformat()
    items = [
        {"id": str(first.pk), "memo": "x"},
        {"id": str(second.pk), "memo": "y", "version": seen},
        {"id": str(second.pk), "memo": "z", "version": seen},
        {"id": "00000000-0000-7000-8000-0000000000ff", "memo": "x"},
        {"memo": "x"},
        {"id": str(first.pk), "ghost": 1},
    ]
    answer = shop.send("PATCH", BATCH, {"items": items})
    assert states(answer) == ["changed", "changed", "failed", "failed", "failed", "failed"]
    assert [each["status"] for each in answer.json()["results"]] == [200, 200, 409, 404, 404, 422]
    refused = shop.send("PATCH", BATCH, {"mode": "all", "items": items[:1] + items[3:4]})
    assert states(refused) == ["left", "failed"]


def test_records_out_of_scope_are_not_changed(inside_hanbit: Company, ada: User, bob: User) -> None:
    role = role_of(scopes={"base.customer.view": 3, "base.customer.edit": 1})
    shop, _key = program(inside_hanbit, bob, role)
    own = Customer.objects.create(name="가", owner=bob)
    foreign = Customer.objects.create(name="나", owner=ada)
    items = [{"id": str(each.pk), "memo": "x"} for each in (own, foreign)]
    answer = shop.send("PATCH", BATCH, {"items": items})
    assert [each["status"] for each in answer.json()["results"]] == [200, 403]
    foreign.refresh_from_db()
    assert foreign.memo == ""


@pytest.mark.parametrize(
    "body",
    [{}, {"items": []}, {"items": {}}, {"items": [1]}, {"items": [{"name": "가"}] * 1001},
     {"items": [{"name": "가"}], "mode": "some"}],
)  # fmt: skip
def test_what_is_no_batch_is_refused(shop: Program, body: dict[str, Any]) -> None:
    assert shop.send("POST", BATCH, body).status_code == 422
    assert not Customer.objects.exists()
