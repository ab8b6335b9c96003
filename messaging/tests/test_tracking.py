"""Opens, clicks and unsubscriptions, by the addresses in a real mail (S7)."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from messaging import links
from messaging.models import Message, MessageEvent, Send, Suppression
from messaging.services import steering
from messaging.tests.people import People, key_of
from messaging.tests.work import outside, run_pumps
from tenants.models import Company

PERSON = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"


@pytest.fixture
def mail(draft: Callable[..., Send], sink: Callable[[str], list[dict[str, Any]]]) -> Any:
    """The parsed mail of one sent advertising mail."""
    steering.start(draft(people=1, advertising=True))
    run_pumps()
    return email.message_from_string(sink("email")[0]["text"], policy=email.policy.default)


def path_of(mail: Any, view: str) -> str:
    html = mail.get_body(("html",)).get_content()
    found = re.search(rf"/messaging/{view}/[\w-]+", html)
    assert found
    return found.group()


def visit(client: Client, method: str, path: str, **others: Any) -> Any:
    """A request as the web server gets it, outside of any company's context."""
    others.setdefault("headers", {"user-agent": PERSON})
    return outside(lambda: getattr(client, method)(path, **others))


@pytest.mark.feature("S7")
def test_the_pixel_notes_an_open(mail: Any, browse: Any, hanbit: Company) -> None:
    answer = visit(browse(company=hanbit), "get", path_of(mail, "o"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/gif")
    event = MessageEvent.objects.get(kind="opened")
    assert event.message == Message.objects.get()


@pytest.mark.feature("S7")
def test_a_click_is_noted_and_goes_to_the_signed_address_only(
    mail: Any, browse: Any, hanbit: Company
) -> None:
    client = browse(company=hanbit)
    path = path_of(mail, "c")
    answer = visit(client, "get", path + "?url=https://evil.example&next=https://evil.example")
    assert (answer.status_code, answer.headers["Location"]) == (302, "https://hanbit.example/fall")
    assert MessageEvent.objects.get(kind="clicked").url == "https://hanbit.example/fall"
    tampered = path[:-6] + ("A" if path[-6] != "A" else "B") + path[-5:]
    assert visit(client, "get", tampered).status_code == 404


def test_scanners_are_marked_as_machines(mail: Any, browse: Any, hanbit: Company) -> None:
    agent = {"user-agent": "Mozilla/5.0 (via ggpht.com GoogleImageProxy)"}
    visit(browse(company=hanbit), "get", path_of(mail, "o"), headers=agent)
    assert MessageEvent.objects.get().machine


@pytest.mark.feature("S7")
def test_looking_at_the_unsubscribe_page_changes_nothing(
    mail: Any, browse: Any, hanbit: Company, people: People
) -> None:
    answer = visit(browse(company=hanbit), "get", path_of(mail, "u"))
    assert answer.status_code == 200
    assert b"<button" in answer.content
    assert not Suppression.objects.exists()
    assert people.withdrawn == []


@pytest.mark.feature("S7")
def test_one_click_without_cookies_withdraws_and_the_next_send_skips(
    mail: Any,
    browse: Any,
    hanbit: Company,
    people: People,
    draft: Callable[..., Send],
) -> None:
    link = mail["List-Unsubscribe"].strip("<>")
    path = link.removeprefix(hanbit.origin)
    assert path.startswith("/messaging/u/")
    client = browse(company=hanbit)
    client.handler.enforce_csrf_checks = True
    for _twice in range(2):
        answer = visit(client, "post", path, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert people.withdrawn == [(key_of(1), "email", "one_click")]
    again = steering.start(draft(people=1, advertising=True))
    notice = steering.start(draft(people=1))
    run_pumps()
    assert Message.objects.get(send=again).reason == "unsubscribed"
    assert Message.objects.get(send=notice).state == "accepted"


@pytest.mark.feature("V1")
def test_another_company_s_tokens_open_nothing_here(daon: Company, mail: Any, browse: Any) -> None:
    client = browse(company=daon)
    for view in ("o", "c", "u"):
        assert visit(client, "get", path_of(mail, view)).status_code == 404
    assert visit(client, "post", path_of(mail, "u")).status_code == 404
    assert not Suppression.objects.exists()


def test_a_token_serves_one_purpose_only(hanbit: Company) -> None:
    key = UUID(int=7)
    token = links.Signer(hanbit.pk).token(links.OPEN, key).decode()
    assert links.read(token, links.OPEN, hanbit.pk) == links.Token(key)
    assert links.read(token, links.UNSUBSCRIBE, hanbit.pk) is None
    assert links.read(token, links.OPEN, hanbit.pk + 1) is None
    assert links.read("", links.OPEN, hanbit.pk) is None
    assert links.read("가나다", links.OPEN, hanbit.pk) is None
