"""A call that is sent twice is done once (W1)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from dangol import clock
from modules.base.models import Customer
from tenants import context
from tenants.api.models import KeptAnswer
from tenants.api.services.answers import forget
from tenants.models import Company
from tenants.people.models import AuditEntry, User
from tests.api.program import CUSTOMERS, Program, program

pytestmark = pytest.mark.feature("W1")


@pytest.fixture
def shop(inside_hanbit: Company, ada: User) -> Program:
    return program(inside_hanbit, ada)[0]


def make(shop: Program, name: str, key: str) -> Any:
    return shop.send("POST", CUSTOMERS, {"name": name}, idempotency_key=key)


def test_the_same_call_is_answered_as_before(shop: Program) -> None:
    first, second = make(shop, "가", "k1"), make(shop, "가", "k1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert (first.content, first["Location"]) == (second.content, second["Location"])
    assert second["Idempotency-Replayed"] == "true"
    assert Customer.objects.count() == 1


def test_a_refusal_is_kept_as_well(shop: Program) -> None:
    first, second = make(shop, "", "k1"), make(shop, "", "k1")
    assert (first.status_code, second.status_code) == (422, 422)
    assert second["Content-Type"] == "application/problem+json"
    assert first.content == second.content


def test_another_call_under_the_same_key_is_refused(shop: Program) -> None:
    make(shop, "가", "k1")
    other = make(shop, "나", "k1")
    assert other.status_code == 422
    assert other.json()["type"] == "urn:dangol:problem:idempotency-other"
    assert make(shop, "나", "k2").status_code == 201


def test_changes_and_batches_are_done_once_too(shop: Program) -> None:
    made = make(shop, "가", "k1").json()
    for _time in range(2):
        changed = shop.send(
            "PATCH", f"{CUSTOMERS}/{made['id']}", {"memo": "x"}, idempotency_key="k2"
        )
        assert changed.status_code == 200
        many = shop.send(
            "POST", f"{CUSTOMERS}/batch", {"items": [{"name": "나"}] * 3}, idempotency_key="k3"
        )
        assert many.json()["counts"] == {"done": 3, "failed": 0}
    assert Customer.objects.count() == 4
    assert AuditEntry.objects.filter(action="base.customer.edit").count() == 1


def test_an_answer_is_kept_for_a_day(shop: Program) -> None:
    make(shop, "가", "k1")
    KeptAnswer.objects.update(at=clock.now() - timedelta(hours=25))
    assert make(shop, "나", "k1").status_code == 201
    KeptAnswer.objects.update(at=clock.now() - timedelta(hours=25))
    forget()
    assert not KeptAnswer.objects.exists()


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb", "가"])
def test_what_is_no_key_is_refused(shop: Program, key: str) -> None:
    assert make(shop, "가", key).status_code == 400
    assert not Customer.objects.exists()


def test_two_clients_at_the_same_moment_make_one_record(
    committed_db: None, hanbit: Company, ada: User
) -> None:
    shop, _key = program(hanbit, ada)
    start = Barrier(6)

    def call(_number: int) -> tuple[int, bytes]:
        own = Program(hanbit, shop.text)
        start.wait()
        try:
            answer = make(own, "가", "race")
            while answer.status_code == 409:  # as a client does: told to come again
                answer = make(own, "가", "race")
            return answer.status_code, answer.content
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(call, range(6)))
    assert len(set(answers)) == 1
    assert answers[0][0] == 201
    with context.inside(hanbit):
        assert Customer.objects.count() == 1


def test_a_call_under_way_is_said_to_be(committed_db: None, hanbit: Company, ada: User) -> None:
    from django.db import transaction

    from tenants.api.services.answers import _lock

    shop, key = program(hanbit, ada)
    with context.inside(hanbit), transaction.atomic():
        assert _lock(key.pk, "busy")
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(make, shop, "가", "busy").result()
    assert (answer.status_code, answer["Retry-After"]) == (409, "1")
