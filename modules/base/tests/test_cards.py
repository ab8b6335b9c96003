"""Customers as contacts for Outlook: what a card holds, what is closed, reason and audit (A32)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from dangol.access import HIDE
from modules.base.models import Customer
from modules.base.queries.cards import card, folded
from modules.base.services import customers
from tenants.models import Company
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.services import roles

pytestmark = pytest.mark.feature("A32")
PLACE = "/base/customers/cards"
Browse = Callable[..., Client]


@pytest.fixture
def haneul(inside_hanbit: Company, ada: User) -> Customer:
    found: Customer = customers.create(
        {
            "name": "김하늘", "company_name": "한빛;정밀, 주식회사", "title": "부장", "owner": ada,
            "mobile": "010-1234-5678", "email": "haneul@people.example",
            "work_postcode": "04001", "work_line1": "서울 마포구 월드컵북로 1", "work_line2": "3층",
        }
    )  # fmt: skip
    return found


def test_a_card_holds_what_a_contact_needs_with_its_signs_marked(haneul: Customer) -> None:
    lines = card(haneul, ()).replace("\r\n ", "").splitlines()
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:3.0"]
    assert lines[-1] == "END:VCARD"
    assert "FN:김하늘" in lines
    assert "ORG:한빛\\;정밀\\, 주식회사;" in lines
    assert "TITLE:부장" in lines
    assert "TEL;TYPE=CELL:010-1234-5678" in lines
    assert "EMAIL;TYPE=INTERNET:haneul@people.example" in lines
    assert "ADR;TYPE=WORK:;3층;서울 마포구 월드컵북로 1;;;04001;" in lines


def test_long_lines_are_folded_between_letters() -> None:
    line = "ORG:" + "가" * 100
    pieces = folded(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


def test_the_file_needs_a_reason_and_the_audit_has_a_line(
    haneul: Customer, ada: User, browse: Browse
) -> None:
    client, chosen = browse(ada), {"chosen": [str(haneul.pk)], "query": ""}
    assert client.post(PLACE, chosen).status_code == 200
    assert client.post(PLACE, {**chosen, "reason_text": " "}).status_code == 422
    assert not AuditEntry.objects.filter(action="base.customer.export").exists()
    answer = client.post(PLACE, {**chosen, "reason_text": "전화에 담기"})
    assert answer["Content-Type"].startswith("text/vcard")
    assert "FN:김하늘" in answer.content.decode()
    line = AuditEntry.objects.get(action="base.customer.export")
    assert (line.changes["rows"], line.changes["reason"]) == (1, "vCard · 전화에 담기")


def test_closed_fields_and_customers_stay_where_they_are(
    haneul: Customer, bob: User, browse: Browse
) -> None:
    role = AccessRole.objects.create(
        name="가림", scopes={"base.customer.export": 3, "base.customer.view": 3},
        fields={"base.customer": {"mobile": HIDE}},
    )  # fmt: skip
    roles.assign(bob, [role.pk])
    said = {"chosen": [str(haneul.pk)], "query": "", "reason_text": "전화"}
    text = browse(bob).post(PLACE, said).content.decode()
    assert "FN:김하늘" in text
    assert "1234" not in text
    AccessRole.objects.filter(pk=role.pk).update(
        scopes={"base.customer.export": 3, "base.customer.view": 1}
    )
    assert "김하늘" not in browse(bob).post(PLACE, said).content.decode()


def test_whoever_may_not_take_lists_away_takes_no_cards(
    haneul: Customer, bob: User, browse: Browse
) -> None:
    said = {"chosen": [str(haneul.pk)], "query": "", "reason_text": "전화"}
    assert browse(bob).post(PLACE, said).status_code == 403


def test_one_customer_is_taken_away_from_their_own_page(
    haneul: Customer, ada: User, browse: Browse
) -> None:
    client = browse(ada)
    address = f"/base/customers/{haneul.pk}/card"
    assert address in client.get(f"/base/customers/{haneul.pk}/").content.decode()
    asked = client.get(address).content.decode()
    assert f'name="chosen" value="{haneul.pk}"' in asked
    taken = client.post(PLACE, {"chosen": [str(haneul.pk)], "query": "", "reason_text": "통화"})
    assert "FN:김하늘" in taken.content.decode()
    assert (
        client.get("/base/customers/00000000-0000-7000-8000-0000000000ff/card").status_code == 404
    )
