"""What changes is told: once, signed, in its order, to whom may know it (W2)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from dangol import clock
from modules.base.models import Customer
from modules.base.services import created_customers, customers
from tenants import audit
from tenants.customising.services import fields
from tenants.models import Company
from tenants.notices.models import Notice
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.webhooks import jobs, payloads, tasks
from tenants.webhooks.models import Delivery, Endpoint, Event
from tenants.webhooks.services import endpoints, sending
from tests.api.program import role_of
from tests.webhooks import receiver as receiving
from tests.webhooks.receiver import Receiver, is_signed

pytestmark = pytest.mark.feature("W2")
ALL = [f"base.customer.{verb}" for verb in ("create", "edit", "delete", "restore", "many")]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving.running() as found:
        yield found


def hook(
    receiver: Receiver, user: User, role: AccessRole | None = None, events: list[str] = ALL
) -> tuple[Endpoint, str]:
    return endpoints.add(
        name="쇼핑몰", url=receiver.url, events=events, role=role or role_of(), user=user
    )


def values(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, **more}


def later(by: timedelta) -> None:
    """So much later: what waits is due so much sooner."""
    for each in Delivery.objects.filter(state="waiting"):
        each.next_at -= by
        each.save()


def test_each_change_is_told_signed_and_in_its_order(
    receiver: Receiver, inside_hanbit: Company, ada: User
) -> None:
    _endpoint, secret = hook(receiver, ada)
    customer = customers.create(values("김하늘", grade=2))
    customers.edit(customer, values("김하늘", grade=1), "")
    customers.remove(customer)
    customers.restore(customer)
    assert sending.carry() is False
    kinds = [told["type"].rpartition(".")[2] for told in receiver.told]
    assert kinds == ["create", "edit", "delete", "restore"]
    assert all(is_signed(heads, body, secret) for heads, body in receiver.taken)
    assert len({heads["webhook-id"] for heads, _body in receiver.taken}) == 4
    edited = receiver.told[1]["data"]
    assert (edited["id"], edited["changed"]) == (str(customer.pk), ["grade"])
    assert (edited["record"]["name"], edited["record"]["grade"]) == ("김하늘", 1)
    assert "record" not in receiver.told[2]["data"]
    assert not Event.objects.exists()
    assert set(Delivery.objects.values_list("state", "attempts")) == {("done", 1)}


def test_however_much_a_transaction_does_it_rings_once(
    receiver: Receiver, inside_hanbit: Company, ada: User,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    hook(receiver, ada)
    with django_capture_on_commit_callbacks() as promised, transaction.atomic():
        for number in range(5):
            customers.create(values(f"고객{number}"))
    assert promised.count(tasks.carry.ring) == 1
    sending.carry()
    assert len(receiver.taken) == 5


def test_what_is_not_committed_is_not_told(
    receiver: Receiver, inside_hanbit: Company, ada: User
) -> None:
    hook(receiver, ada)
    with pytest.raises(RuntimeError), transaction.atomic():
        customers.create(values("가"))
        raise RuntimeError
    sending.carry()
    assert receiver.taken == []


def test_only_what_is_asked_for_is_told_and_exports_never(
    receiver: Receiver, inside_hanbit: Company, ada: User
) -> None:
    hook(receiver, ada, events=["base.customer.delete"])
    customer = customers.create(values("가"))
    customers.log_export(1, "", "x")
    assert not Event.objects.exists()
    customers.remove(customer)
    sending.carry()
    assert [told["type"] for told in receiver.told] == ["base.customer.delete"]


def test_hidden_fields_and_rows_stay_inside(
    receiver: Receiver, inside_hanbit: Company, ada: User, bob: User
) -> None:
    role = role_of(scopes={"base.customer.view": 1}, fields={"base.customer": {"mobile": "hide"}})
    hook(receiver, bob, role)
    mine = customers.create(values("내것", owner=bob, mobile="010-9999-4321"))
    foreign = customers.create(values("남의것", owner=ada))
    customers.edit(foreign, values("남의것", memo="x"), "")
    customers.edit(mine, values("내것", mobile="010-9999-0000"), "")
    customers.edit(mine, values("내것", mobile="010-9999-1111", memo="x"), "")
    customers.remove(foreign)
    sending.carry()
    assert [(each["type"], each["data"]["changed"]) for each in receiver.told] == [
        ("base.customer.create", []),
        ("base.customer.edit", ["memo"]),
    ]
    everything = json.dumps(receiver.told, ensure_ascii=False)
    assert "9999" not in everything
    assert "남의것" not in everything


def test_without_role_user_or_licence_nothing_is_told(
    receiver: Receiver, inside_hanbit: Company, ada: User, bob: User
) -> None:
    role = role_of()
    endpoint, _secret = hook(receiver, bob, role)
    role.delete()
    customers.create(values("가"))
    User.objects.filter(pk=bob.pk).update(is_active=False)
    endpoint.refresh_from_db()
    endpoint.role = role_of("둘")
    endpoint.save()
    customers.create(values("나"))
    sending.carry()
    assert receiver.taken == []


def test_one_line_for_many_is_told_as_many(
    receiver: Receiver, inside_hanbit: Company, ada: User
) -> None:
    hook(receiver, ada)
    created_customers.create_many([values("가"), values("나")])
    audit.record(
        "tenants.import.finish", subject="tenants.import", subject_id="x", summary="비밀.csv",
        changes={"record": "base.customer", "created": 3, "state": "done"},
    )  # fmt: skip
    sending.carry()
    assert [told["type"].rpartition(".")[2] for told in receiver.told] == ["create"] * 2 + ["many"]
    many = receiver.told[2]["data"]
    assert many == {"deed": "tenants.import.finish", "counts": {"created": 3}}


def test_a_receiver_that_fails_is_tried_again_under_the_same_id(
    receiver: Receiver, inside_hanbit: Company, ada: User
) -> None:
    hook(receiver, ada)
    receiver.status, receiver.answer = 500, b"\xff\x00" + b"x" * 5_000
    customer = customers.create(values("가"))
    customers.edit(customer, values("나"), "")
    other = customers.create(values("다"))
    sending.carry()
    kinds = [told["data"]["id"] for told in receiver.told]
    assert kinds == [str(customer.pk), str(other.pk)], "the edit waits for the creation"
    waiting = Delivery.objects.order_by("number").first()
    assert (waiting.state, waiting.attempts, waiting.status) == ("waiting", 1, 500)
    assert len(waiting.response.encode()) <= 3 * sending.KEPT_BYTES
    assert "\x00" not in waiting.response
    assert timedelta(0) < waiting.next_at - clock.real_now() <= timedelta(minutes=1)
    sending.carry()
    assert len(receiver.taken) == 2, "not before its time"
    receiver.status = 204
    later(timedelta(minutes=1))
    sending.carry()
    again = [told for told in receiver.told[2:] if told["data"]["id"] == str(customer.pk)]
    assert [told["type"].rpartition(".")[2] for told in again] == ["create", "edit"]
    assert len(receiver.told) == 5
    ids = [heads["webhook-id"] for heads, _body in receiver.taken]
    assert set(ids[:2]) <= set(ids[2:])


def test_a_receiver_that_stays_away_is_paused_and_the_administrators_hear_of_it(
    receiver: Receiver, inside_hanbit: Company, ada: User, bob: User
) -> None:
    endpoint, _secret = hook(receiver, ada)
    receiver.status = 503
    customers.create(values("가"))
    for _try in range(len(sending.PAUSES) + 3):
        sending.carry()
        later(timedelta(hours=24))
    assert len(receiver.taken) == len(sending.PAUSES) + 1
    endpoint.refresh_from_db()
    assert endpoint.state == "failed"
    assert list(Notice.objects.values_list("kind", "user")) == [("tenants.webhook.failed", ada.pk)]
    customers.create(values("나"))
    sending.carry()
    assert Delivery.objects.filter(state="waiting").count() == 1, "what happens meanwhile waits"
    receiver.status = 200
    endpoints.resume(endpoint)
    assert endpoints.replay(endpoint) == 1
    sending.carry()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"done"}
    assert AuditEntry.objects.filter(action="tenants.webhook.replay").count() == 1


def test_gone_is_taken_at_its_word(receiver: Receiver, inside_hanbit: Company, ada: User) -> None:
    endpoint, _secret = hook(receiver, ada)
    receiver.status = 410
    customers.create(values("가"))
    sending.carry()
    endpoint.refresh_from_db()
    assert (endpoint.state, len(receiver.taken)) == ("failed", 1)


def test_nobody_at_the_address_is_a_try_as_well(inside_hanbit: Company, ada: User) -> None:
    with receiving.running() as receiver:
        hook(receiver, ada)
    customers.create(values("가"))
    sending.carry()
    found = Delivery.objects.get()
    assert (found.state, found.status, found.attempts) == ("waiting", None, 1)
    assert found.tries[0]["error"]


def test_a_paused_endpoint_waits_and_a_test_says_what_came_back(
    receiver: Receiver, inside_hanbit: Company, ada: User
) -> None:
    endpoint, secret = hook(receiver, ada)
    endpoints.pause(endpoint)
    customers.create(values("가"))
    sending.carry()
    assert receiver.taken == []
    made = endpoints.test(endpoint)
    sending.attempt(made)
    assert is_signed(*receiver.taken[0], secret)
    assert (made.state, made.response) == ("done", "thanks")
    endpoints.resume(endpoint)
    sending.carry()
    assert [told["type"] for told in receiver.told] == ["webhook.test", "base.customer.create"]
    receiver.status = 500
    failed = endpoints.test(endpoint)
    sending.attempt(failed)
    sending.carry()
    assert (failed.state, len(receiver.taken)) == ("failed", 3)


def test_for_a_day_both_secrets_sign(receiver: Receiver, inside_hanbit: Company, ada: User) -> None:
    endpoint, old = hook(receiver, ada)
    new = endpoints.renew_secret(endpoint)
    assert new not in str(Endpoint.objects.values().get())
    customers.create(values("가"))
    sending.carry()
    heads, body = receiver.taken[0]
    assert is_signed(heads, body, old)
    assert is_signed(heads, body, new)
    Endpoint.objects.update(old_until=clock.real_now())
    customers.create(values("나"))
    sending.carry()
    heads, body = receiver.taken[1]
    assert not is_signed(heads, body, old)
    assert is_signed(heads, body, new)


def test_a_worker_that_was_killed_has_used_up_a_try_and_no_more(
    receiver: Receiver, inside_hanbit: Company, ada: User
) -> None:
    hook(receiver, ada)
    customers.create(values("가"))
    sending.fan_out()
    claimed = sending.claim()  # and then nothing more is heard of that worker
    assert claimed is not None
    assert sending.claim() is None
    later(sending.LEASE)
    sending.carry()
    assert (len(receiver.taken), Delivery.objects.get().attempts) == (1, 2)


def test_a_record_too_large_is_told_without_its_fields(
    receiver: Receiver, inside_hanbit: Company, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payloads, "LARGEST", 500)
    hook(receiver, ada)
    customer = customers.create(values("가", memo="나" * 300))
    sending.carry()
    data = receiver.told[0]["data"]
    assert (data["id"], data["is_too_large"], "record" in data) == (str(customer.pk), True, False)


def test_what_nobody_rang_for_is_found_and_old_deliveries_are_forgotten(
    receiver: Receiver, inside_hanbit: Company, ada: User
) -> None:
    hook(receiver, ada)
    customers.create(values("가"))
    sending.carry()
    Delivery.objects.update(made_at=clock.now() - timedelta(days=31))
    jobs._forget()
    assert not Delivery.objects.exists()
    assert Customer.objects.count() == 1


def test_a_deed_without_listeners_writes_nothing_more(inside_hanbit: Company, ada: User) -> None:
    customers.create(values("가"))
    assert not Event.objects.exists()


@pytest.mark.feature("U7")
def test_own_fields_are_told_by_what_programs_call_them(
    receiver: Receiver, inside_hanbit: Company, ada: User
) -> None:
    field = fields.create("base.customer", "text", {"label": "회원번호", "code": "member_no"})
    hook(receiver, ada)
    customer = customers.create(values("김하늘", **{field.name: "M-1"}))
    customers.edit(customer, {field.name: "M-2"}, "")
    sending.carry()
    told = [each["data"] for each in receiver.told]
    assert [each["record"]["member_no"] for each in told] == ["M-2", "M-2"]
    assert told[1]["changed"] == ["member_no"]
