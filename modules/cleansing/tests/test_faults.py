"""Errors stand on evidence, are cleared up by one click, and come by themselves (B23)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from dangol import clock
from dangol.access import HIDE, READ
from dangol.errors import RuleBroken
from messaging.models import Message, MessageEvent, Send, Suppression
from modules.base.models import Account, Customer
from modules.base.records import customer_record
from modules.cleansing.models import Fault
from modules.cleansing.records import fault_record
from modules.cleansing.services import evidence, scans
from modules.cleansing.services.faults import faults
from tenants import audit
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.services import roles

pytestmark = pytest.mark.feature("B23")
Browse = Callable[..., Client]
State = Fault.State
LINE = "서울특별시 강남구 테헤란로 1"


def add_customer(**values: Any) -> Customer:
    values.setdefault("name", "김하늘")
    customer: Customer = customer_record.create(values)
    return customer


def add_fault(customer: Customer, **values: Any) -> Fault:
    facts = {"kind": "returned", "field": "home_line1"} | values
    found: Fault = faults.create({"customer_id": customer.pk, **facts})
    return found


def test_an_error_takes_the_value_of_now_and_who_looks_after_the_customer(
    inside_hanbit: Company, carol: User
) -> None:
    fault = add_fault(add_customer(home_line1=LINE, owner_id=carol.pk), source="가을 소식지")
    assert (fault.value, fault.state, fault.found_on) == (LINE, State.OPEN, clock.today())
    assert fault.owner_id == carol.pk


@pytest.mark.parametrize(
    ("values", "code"),
    [({"field": "email"}, "value_missing"), ({"found_on": "ahead"}, "found_ahead")],
)
def test_an_error_without_a_value_or_of_tomorrow_is_refused(
    inside_hanbit: Company, values: dict[str, Any], code: str
) -> None:
    if values.get("found_on"):
        values = {"found_on": clock.today() + timedelta(days=1)}
    customer = add_customer(home_line1=LINE)
    with pytest.raises(RuleBroken) as refused:
        add_fault(customer, **values)
    assert refused.value.code == code


def test_the_same_error_is_written_down_once(inside_hanbit: Company) -> None:
    customer = add_customer(home_line1=LINE)
    add_fault(customer)
    with pytest.raises(RuleBroken) as refused:
        add_fault(customer)
    assert refused.value.code == "fault_known"


def test_one_click_writes_the_right_value_into_the_customer(
    browse: Browse, ada: User, hanbit: Company
) -> None:
    with inside(hanbit):
        customer = add_customer(email="old@hanbit.kr")
        fault = add_fault(customer, kind="bounced", field="email", better="New@hanbit.kr")
    client = browse(ada)
    beside = f"/cleansing/faults/{fault.pk}/beside"
    assert "고객에 반영" in client.get(beside).content.decode()
    client.post(f"/cleansing/faults/{fault.pk}/correct")
    with inside(hanbit):
        customer.refresh_from_db()
        fault.refresh_from_db()
        assert (customer.email, customer.email_key) == ("New@hanbit.kr", "new@hanbit.kr")
        assert fault.state == State.CORRECTED
        actions = set(AuditEntry.objects.values_list("action", flat=True))
        assert {"base.customer.edit", "cleansing.fault.edit"} <= actions
    assert "고객에 반영" not in client.get(beside).content.decode()


def test_a_right_value_that_is_none_leaves_everything_as_it_was(
    browse: Browse, ada: User, hanbit: Company
) -> None:
    with inside(hanbit):
        fault = add_fault(add_customer(email="a@b.kr"), field="email", better="아님")
    answer = browse(ada).post(f"/cleansing/faults/{fault.pk}/correct", follow=True)
    assert "메일 주소" in answer.content.decode()
    with inside(hanbit):
        fault.refresh_from_db()
        assert (fault.state, Customer.objects.get().email) == (State.OPEN, "a@b.kr")


def test_who_may_not_write_the_field_does_not_correct_it_this_way(
    browse: Browse, carol: User, hanbit: Company
) -> None:
    with inside(hanbit):
        fault = add_fault(add_customer(email="a@b.kr"), field="email", better="c@b.kr")
        role = AccessRole.objects.create(name="읽기", fields={"base.customer": {"email": READ}})
        roles.assign(carol, [role.pk])
    browse(carol).post(f"/cleansing/faults/{fault.pk}/correct")
    with inside(hanbit):
        assert Customer.objects.get().email == "a@b.kr"


def test_who_may_not_see_a_field_of_the_customer_sees_no_value_here(
    browse: Browse, carol: User, hanbit: Company
) -> None:
    with inside(hanbit):
        fault = add_fault(add_customer(email="secret@b.kr"), field="email", better="new@b.kr")
        role = AccessRole.objects.create(name="숨김", fields={"base.customer": {"email": HIDE}})
        roles.assign(carol, [role.pk])
    client = browse(carol)
    page = f"/cleansing/faults/{fault.pk}/"
    for path in ("/cleansing/faults/", page, f"{page}beside", "/cleansing/faults/?look=board"):
        page = client.get(path).content.decode()
        assert "secret@b.kr" not in page
        assert "new@b.kr" not in page


def test_the_customer_s_page_tells_its_errors(browse: Browse, ada: User, hanbit: Company) -> None:
    with inside(hanbit):
        customer = add_customer(home_line1=LINE)
        add_fault(customer)
    address = f"/base/customers/{customer.pk}/beside"
    assert "데이터 오류" in browse(ada).get(address).content.decode()


def returned(customer: Customer, channel: str, address: str) -> None:
    send = Send.objects.create(channel="email" if channel == "email" else "sms", name="안내")
    message = Message.objects.create(
        send=send, contact_id=customer.pk, addr_norm=address, addr_hash=customer.pk,
        channel=channel, provider="demo", reason="없는 주소",
    )  # fmt: skip
    if channel == "email":
        Suppression.objects.create(
            channel=channel, addr_hash=customer.pk, addr_norm=address, reason="bounced",
            message=message.pk,
        )  # fmt: skip
    else:
        MessageEvent.objects.create(
            message=message, kind="failed", provider="demo", provider_key=str(message.pk)
        )


def test_messages_that_came_back_become_errors_once_and_only_of_addresses_that_stand(
    inside_hanbit: Company,
) -> None:
    mail = add_customer(email="Gone@b.kr")
    text = add_customer(name="박하늘", mobile="010-1234-5678")
    moved = add_customer(name="이하늘", email="new@b.kr")
    returned(mail, "email", "gone@b.kr")
    returned(text, "sms", "01012345678")
    returned(moved, "email", "old@b.kr")
    assert evidence.from_messages() == 2
    assert evidence.from_messages() == 0
    found = set(Fault.objects.values_list("customer_id", "kind", "field", "value"))
    assert found == {
        (mail.pk, "bounced", "email", "Gone@b.kr"),
        (text.pk, "failed", "mobile", "010-1234-5678"),
    }
    assert AuditEntry.objects.filter(action="cleansing.fault.found").count() == 1


def test_a_wrong_alarm_is_not_raised_again(inside_hanbit: Company) -> None:
    customer = add_customer(email="gone@b.kr")
    returned(customer, "email", "gone@b.kr")
    evidence.from_messages()
    faults.edit(Fault.objects.get(), {"state": State.WRONG}, "")
    evidence.from_messages()
    assert Fault.objects.get().state == State.WRONG


def test_a_postcode_of_another_province_is_an_error_and_a_right_one_is_none(
    inside_hanbit: Company,
) -> None:
    wrong = add_customer(home_postcode="48058", home_line1=LINE)
    add_customer(name="박하늘", home_postcode="06236", home_line1=LINE)
    add_customer(name="이하늘", work_postcode="", work_line1="경기 성남시 분당구 판교역로 1")
    scan = scans.start(customer_record, None, lambda _pk: None)
    scans.work(scan.pk)
    fault = Fault.objects.get()
    assert (fault.customer_id, fault.kind, fault.field) == (wrong.pk, "contradiction", "home_line1")
    assert "부산" in fault.detail


def test_a_newer_address_of_the_firm_is_a_hint_with_the_right_value(
    inside_hanbit: Company,
) -> None:
    long_ago = clock.now() - timedelta(days=90)
    firm = Account.objects.create(name="(주)가온", line1=LINE, created_at=long_ago)
    same = {"account_id": firm.pk, "work_line1": "서울 강남구 테헤란로1"}
    add_customer(name="박하늘", **same)
    moved = add_customer(account_id=firm.pk, work_line1="서울특별시 중구 세종대로 110")
    Customer.objects.update(updated_at=long_ago)
    evidence.from_addresses([each.pk for each in Customer.objects.all()])
    fault = Fault.objects.get()
    assert (fault.customer_id, fault.kind, fault.better) == (moved.pk, "moved", LINE)
    Customer.objects.update(updated_at=clock.now() + timedelta(minutes=1))
    Fault.objects.all().delete()
    assert evidence.from_addresses([moved.pk]) == 0, "the customer's own record is the newer one"


def test_the_state_of_many_is_changed_one_by_one(inside_hanbit: Company) -> None:
    assert fault_record.bulk.refused("edit", {"state": "corrected"})
    assert audit.actor()
