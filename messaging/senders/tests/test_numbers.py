"""Sender numbers: registered with a document, decided about by the provider's staff (S1, T7)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from dangol import clock
from dangol.errors import RuleBroken
from messaging.console import numbers as desk
from messaging.dispatch.models import SenderNumber
from messaging.models import Send
from messaging.senders.numbers import checked
from messaging.senders.queries import allowed
from messaging.senders.services import numbers
from messaging.senders.tests.conftest import document
from messaging.services import steering
from messaging.tests.conftest import make_draft
from messaging.tests.work import as_platform
from tenants import context
from tenants.models import Company
from tenants.notices.models import Notice
from tenants.people.models import AuditEntry, User

pytestmark = [pytest.mark.feature("S1"), pytest.mark.feature("T7")]
State = SenderNumber.State
QUEUE = "/sending/numbers/"


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("02-339-7020", "023397020"), ("02 2345 6789", "0223456789"),
        ("031-234-5678", "0312345678"),
        ("064-723-4567", "0647234567"), ("010-1234-5678", "01012345678"), ("1588-1234", "15881234"),
        ("1600-0000", "16000000"), ("1899-1234", "18991234"), ("070-4567-8901", "07045678901"),
        ("080-123-4567", "0801234567"), ("0505-123-4567", "05051234567"),
        ("030-1234-5678", "03012345678"), ("060-700-1234", "0607001234"),
        ("(02) 339-7020", "023397020"),
    ],
)  # fmt: skip
def test_numbers_that_may_be_a_sender(text: str, digits: str) -> None:
    assert checked(text) == digits


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("+82-2-339-7020", "country"), ("82 10 1234 5678", "country"),
        ("0082-2-339-7020", "country"),
        ("02-1588-1234", "area_code"), ("031-1600-0000", "area_code"), ("339-7020", "shape"),
        ("010-123-456", "shape"), ("1234-5678", "shape"), ("119", "shape"), ("", "letters"),
        ("02-339-7020 내선 3", "letters"), ("034-123-4567", "shape"), ("1588-12345", "shape"),
        ("02-339-7020/1", "letters"),
    ],
)  # fmt: skip
def test_numbers_that_may_not(text: str, problem: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        checked(text)
    assert broken.value.code == problem


def ask(by: User, number: str = "031-234-5678", *files: Any, **facts: str) -> SenderNumber:
    given = {"label": "매장 안내", "holder": "한빛물산"} | facts
    return numbers.ask(number, documents=files or [document()], by=by, **given)


def as_staff(op: User, work: Callable[[], Any]) -> Any:
    """What the provider's staff does, at the provider's own address."""

    def there() -> Any:
        with context.inside(Company.objects.get(is_provider=True)):
            return work()

    return as_platform(there)


def test_a_number_waits_for_a_decision_and_is_no_sender_until_then(
    inside_hanbit: Company, ada: User
) -> None:
    row = ask(ada)
    assert (row.number, row.state) == ("0312345678", State.WAITING)
    with pytest.raises(RuleBroken) as broken:
        allowed.check(Send(channel="sms", sender_number="031-234-5678"))
    assert broken.value.code == "number_unapproved"
    with pytest.raises(RuleBroken) as broken:
        ask(ada)
    assert broken.value.code == "number_there"


@pytest.mark.parametrize(
    ("files", "problem"),
    [([], "no_document"), ([document(f"{n}.pdf") for n in range(6)], "many_documents")],
)
def test_without_a_document_or_with_too_many_nothing_is_handed_in(
    files: list[Any], problem: str, inside_hanbit: Company, ada: User
) -> None:
    with pytest.raises(RuleBroken) as broken:
        numbers.ask("031-234-5678", label="", holder="한빛물산", documents=files, by=ada)
    assert broken.value.code == problem
    assert not numbers.own().filter(number="0312345678").exists()


def test_a_file_that_cannot_be_kept_hands_nothing_in(inside_hanbit: Company, ada: User) -> None:
    with pytest.raises(RuleBroken):
        ask(ada, "031-234-5678", document(), document("trick.pdf", b"MZ\x90\x00" + b"\0" * 100))
    assert not numbers.own().filter(number="0312345678").exists()


def test_a_company_cannot_approve_a_number_of_its_own_at_the_database_either(
    inside_hanbit: Company, ada: User
) -> None:
    row = ask(ada)
    with pytest.raises(DatabaseError), transaction.atomic():
        SenderNumber.objects.filter(pk=row.pk).update(decision=State.APPROVED)
    with pytest.raises(DatabaseError), transaction.atomic():
        SenderNumber.objects.create(
            company=inside_hanbit, number="0312223333", holder="x", decision=State.APPROVED
        )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM dispatch_sendernumber")


def test_the_staff_opens_the_document_and_approves_and_the_company_is_told(
    hanbit: Company, ada: User, op: User, provider: Company, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        row = ask(ada, "031-234-5678", holder="한빛통상")
    client = browse(op)
    assert "1건" in client.get("/sending/").content.decode()
    queue = client.get(QUEUE).content.decode()
    assert "031-234-5678" in queue
    assert "한빛물산" in queue
    page = client.get(f"{QUEUE}{row.pk}/").content.decode()
    assert "위임장" in page  # the holder is not the company
    file = next(iter(re.findall(rf"{QUEUE}{row.pk}/([0-9a-f-]{{36}})", page)))
    answer = client.get(f"{QUEUE}{row.pk}/{file}")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    until = (clock.today() + timedelta(days=365)).isoformat()
    past = client.post(f"{QUEUE}{row.pk}/approve", {"until": "2020-01-01"})
    assert past.status_code == 422
    assert client.post(f"{QUEUE}{row.pk}/approve", {"until": until}).status_code == 302
    with context.inside(hanbit):
        row.refresh_from_db()
        assert (row.state, row.expires_on and row.expires_on.isoformat()) == ("approved", until)
        assert row.decided_by_name == op.name
        assert Notice.objects.filter(kind="messaging.number.decided", user=ada).count() == 1
        allowed.check(Send(channel="sms", sender_number="0312345678"))
    with context.inside(provider):
        done = set(AuditEntry.objects.values_list("action", flat=True))
        assert {"messaging.number.open", "messaging.number.approve"} <= done
    again = client.post(f"{QUEUE}{row.pk}/approve", {"until": until})
    assert again.status_code == 422


def test_a_refusal_says_why_and_the_number_may_be_registered_again(
    hanbit: Company, ada: User, op: User, provider: Company, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        row = ask(ada)
    staff = browse(op)
    assert staff.post(f"{QUEUE}{row.pk}/refuse", {"reason": ""}).status_code == 422
    staff.post(f"{QUEUE}{row.pk}/refuse", {"reason": "서류가 30일이 넘었어요."})
    client = browse(ada)
    page = client.get(f"/messaging/senders/numbers/{row.pk}/").content.decode()
    assert "서류가 30일이 넘었어요." in page
    assert client.get("/messaging/senders/").status_code == 200
    told = client.get("/tenants/notices/").content.decode()
    assert "서류가 30일이 넘었어요." in told
    data = {"number": "031-234-5678", "holder": "한빛물산", "label": "", "documents": document()}
    assert client.post("/messaging/senders/numbers/new", data).status_code == 302
    with context.inside(hanbit):
        assert numbers.own().filter(number="0312345678").count() == 2


def test_what_is_being_sent_pauses_when_the_staff_ends_the_approval(
    hanbit: Company, op: User, provider: Company, browse: Callable[..., Client], people: object
) -> None:
    with context.inside(hanbit):
        send = steering.start(make_draft(3, "sms"))
        row = numbers.own().get(number=send.sender_number)
    browse(op).post(f"{QUEUE}{row.pk}/withdraw", {"reason": "명의가 바뀌었어요."})
    with context.inside(hanbit):
        send.refresh_from_db()
        assert (send.status, send.reason) == (Send.Status.PAUSED, "sender_unverified")
        with pytest.raises(RuleBroken):
            steering.resume(send)


def test_a_company_takes_its_number_back(inside_hanbit: Company, people: object, ada: User) -> None:
    send = steering.start(make_draft(3, "sms"))
    numbers.take_back(numbers.own().get(number=send.sender_number))
    send.refresh_from_db()
    assert send.reason == Send.Reason.SENDER_NOT_VERIFIED
    ask(ada, "02-1234-5678")  # and may hand it in anew


def test_an_approval_ends_and_the_company_hears_of_it_beforehand(
    hanbit: Company, ada: User
) -> None:
    def ends(on: object) -> None:
        as_platform(lambda: SenderNumber.objects.filter(number="023397020").update(expires_on=on))

    def told() -> int:
        with context.inside(hanbit):
            found = Notice.objects.filter(kind="messaging.number.decided", user=ada)
            return sum(found.values_list("count", flat=True))

    ends(clock.today() + timedelta(days=40))
    as_platform(desk.tell_of_ends)
    assert told() == 0
    ends(clock.today() + timedelta(days=20))
    as_platform(desk.tell_of_ends)
    as_platform(desk.tell_of_ends)
    assert told() == 1
    ends(clock.today() - timedelta(days=1))
    as_platform(desk.tell_of_ends)
    as_platform(desk.tell_of_ends)
    assert told() == 2
    with context.inside(hanbit):
        row = numbers.own().get(number="023397020")
        assert row.state == State.EXPIRED
        with pytest.raises(RuleBroken):
            allowed.check(Send(channel="sms", sender_number="023397020"))


def test_a_number_of_another_company_is_none_of_ours(
    hanbit: Company, daon: Company, ada: User, eve: User, browse: Callable[..., Client]
) -> None:
    with context.inside(daon):
        row = ask(eve, "031-777-8888", holder="다온상사")
        key = as_document(row)
    client = browse(ada)
    own = f"/messaging/senders/numbers/{row.pk}/"
    assert client.get(own).status_code == 404
    assert client.get(f"{own}{key}").status_code == 404
    assert client.post(f"{own}remove").status_code == 404
    assert client.post("/messaging/senders/usual", {"number": str(row.pk)}).status_code == 404
    with context.inside(hanbit):
        assert not SenderNumber.objects.filter(pk=row.pk).exists()


def as_document(row: SenderNumber) -> object:
    from dangol.records.page.files import files

    return files().of(numbers.SUBJECT, row.pk, None)[0].key


def test_the_staff_sees_who_else_registered_the_number(
    hanbit: Company, daon: Company, ada: User, eve: User, op: User, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        ask(ada)
    with context.inside(daon):
        row = ask(eve)
    assert "한빛물산" in browse(op).get(f"{QUEUE}{row.pk}/").content.decode()


def test_the_screens_of_numbers(client: Client, inside_hanbit: Company) -> None:
    wrong = {"number": "+82 2 339 7020", "holder": "한빛물산", "documents": document()}
    answer = client.post("/messaging/senders/numbers/new", wrong)
    assert answer.status_code == 422
    assert "국가번호" in answer.content.decode()
    none = client.post(
        "/messaging/senders/numbers/new", {"number": "031-234-5678", "holder": "한빛물산"}
    )
    assert none.status_code == 422
    good = wrong | {"number": "031-234-5678", "documents": document()}
    assert client.post("/messaging/senders/numbers/new", good).status_code == 302
    row = numbers.own().get(number="0312345678")
    page = client.get(f"/messaging/senders/numbers/{row.pk}/").content.decode()
    assert "이용증명원.pdf" in page
    assert client.get(f"/messaging/senders/numbers/{row.pk}/{as_document(row)}").status_code == 200
    approved = numbers.own().get(number="023397020")
    client.post("/messaging/senders/usual", {"number": str(approved.pk)})
    usual = allowed.usual("sms")
    assert usual is not None
    assert usual.value == "023397020"
    assert client.post(f"/messaging/senders/numbers/{row.pk}/remove").status_code == 302
