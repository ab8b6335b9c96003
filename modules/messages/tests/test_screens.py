"""The message box on screen: boxes, one message, answers, files, what is closed to others (A26)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from messaging.models import Message as Outgoing
from messaging.models import Send
from modules.base.models import Customer
from modules.messages.models import Message
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import AccessRole, Assignment, User

pytestmark = pytest.mark.feature("A26")
Browse = Callable[..., Client]


def body(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def post(client: Client, *to: User, query: str = "", **more: object) -> str:
    values = {"to": [f"u{user.pk}" for user in to], "subject": "회의 <b>", "text": "9시"} | more
    answer = client.post(f"/messages/new{query}", values)
    assert answer.status_code == 302, body(answer)
    return str(answer["Location"])


@pytest.fixture
def sent(hanbit: Company, ada: User, bob: User, browse: Browse) -> Message:
    """Ada wrote to Bob, with a file."""
    upload = SimpleUploadedFile("자료.txt", "내용".encode())
    assert post(browse(ada), bob, files=[upload]) == "/messages/?box=sent"
    with inside(hanbit):
        return Message.objects.get()


def test_the_receiver_finds_opens_and_answers_it(
    sent: Message, hanbit: Company, ada: User, bob: User, carol: User, browse: Browse
) -> None:
    client = browse(bob)
    box = body(client.get("/messages/"))
    assert "회의 &lt;b&gt;" in box
    assert "is-unread" in box
    page = body(client.get(f"/messages/{sent.pk}/"))
    assert "자료.txt" in page
    assert "is-unread" not in body(client.get("/messages/"))
    assert "1명 중 1명 읽음" in body(browse(ada).get("/messages/?box=sent"))
    form = body(client.get(f"/messages/new?reply={sent.pk}"))
    assert "Re: 회의 &lt;b&gt;" in form
    assert f'value="u{ada.pk}" checked' in form
    post(client, ada, query=f"?reply={sent.pk}", subject="Re: 회의")
    with inside(hanbit):
        assert Message.objects.get(subject="Re: 회의").answers_id == sent.pk
    assert "&gt; 9시" in body(client.get(f"/messages/new?forward={sent.pk}"))


def test_files_are_opened_by_those_who_have_the_message_and_go_along_when_passed_on(
    sent: Message, hanbit: Company, ada: User, bob: User, carol: User, browse: Browse
) -> None:
    page = body(browse(bob).get(f"/messages/{sent.pk}/"))
    found = re.search(r'href="(/messages/[^"]+/files/[^"]+)"', page)
    assert found
    answer = browse(bob).get(found[1])
    assert b"".join(answer.streaming_content).decode() == "내용"  # type: ignore[attr-defined]
    assert browse(carol).get(found[1]).status_code == 404
    post(browse(bob), carol, query=f"?forward={sent.pk}", subject="Fwd", with_files="yes")
    with inside(hanbit):
        passed = Message.objects.get(subject="Fwd")
    assert "자료.txt" in body(browse(carol).get(f"/messages/{passed.pk}/"))
    assert browse(carol).get(found[1]).status_code == 404


def test_nobody_else_gets_at_a_message(
    sent: Message, ada: User, carol: User, dan: User, browse: Browse
) -> None:
    """Carol was not written to; Dan of Daon has Bob's very id."""
    for stranger in (carol, dan):
        client = browse(stranger)
        assert client.get(f"/messages/{sent.pk}/").status_code == 404
        assert client.post(f"/messages/{sent.pk}/trash").status_code == 404
        client.post(f"/messages/{sent.pk}/take-back")
        assert "회의" not in body(client.get(f"/messages/new?reply={sent.pk}"))
        assert "9시" not in body(client.get("/messages/?q=9시")).replace('value="9시"', "")
    assert "1명 중 0명 읽음" in body(browse(ada).get("/messages/?box=sent"))


def test_what_is_wrong_stands_beside_its_field(bob: User, ada: User, browse: Browse) -> None:
    answer = browse(ada).post("/messages/new", {"text": "x", "reserved_at": "2001-01-01T09:00"})
    assert answer.status_code == 422
    assert "받을 사람을 고르세요" in body(answer)
    assert "제목을 쓰세요" in body(answer)
    late = {"to": [f"u{bob.pk}"], "subject": "x", "reserved_at": "2001-01-01T09:00"}
    assert "지금부터 1년 안의 시각" in body(browse(ada).post("/messages/new", late))


def test_a_reserved_one_stands_in_the_sent_box_and_is_cancelled_there(
    hanbit: Company, ada: User, bob: User, browse: Browse
) -> None:
    client = browse(ada)
    post(client, bob, reserved_at="2027-01-04T09:00")
    box = body(client.get("/messages/?box=sent"))
    cancel = re.search(r'action="(/messages/[^"]+/cancel)"', box)
    assert cancel
    client.post(cancel[1])
    assert "/cancel" not in body(client.get("/messages/?box=sent"))
    assert "회의" not in body(browse(bob).get("/messages/"))


def test_what_customers_were_sent_is_shown_to_those_who_see_the_customer(
    hanbit: Company, ada: User, bob: User, browse: Browse,
    django_assert_max_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    with inside(hanbit):
        customer = Customer.objects.create(name="김하늘", owner=ada)
        send = Send.objects.create(name="봄 소식", channel="sms", body="안녕하세요")
        Outgoing.objects.create(
            send=send, contact_id=customer.pk, addr_norm="01012345678", addr_hash=customer.pk,
            state=Outgoing.State.ACCEPTED,
        )  # fmt: skip
        role = AccessRole.objects.create(name="자기 고객", scopes={"base.customer.view": 1})
        Assignment.objects.create(user=bob, role=role)
    page = body(browse(ada).get("/messages/?box=customers"))
    assert "봄 소식" in page
    assert "김하늘" in page
    assert "01012345678" not in page
    assert "봄 소식" not in body(browse(bob).get("/messages/?box=customers"))


def test_a_box_takes_few_statements(
    sent: Message, ada: User, bob: User, browse: Browse,
    django_assert_max_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    client = browse(bob)
    client.get("/messages/")
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        client.get("/messages/")
