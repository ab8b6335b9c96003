"""The page of notices, the number beside its name, and one's choices (U9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from dangol import clock, notices
from modules.base.models import Customer
from tenants.audit import Actor, acting
from tenants.context import inside
from tenants.models import Company
from tenants.notices import choices
from tenants.notices.models import Notice
from tenants.notices.queries import centre
from tenants.notices.services import telling
from tenants.people.models import User

pytestmark = pytest.mark.feature("U9")
PAGE = "/tenants/notices/"


@pytest.fixture
def notice(hanbit: Company, ada: User, bob: User) -> Notice:
    """Ada handed a customer over to Bob."""
    with inside(hanbit):
        return tell(ada, bob, "김하늘 <b>")


def tell(by: User, to: User, name: str) -> Notice:
    customer = Customer.objects.create(name=name)
    told = notices.Told(kind="base.customer.assigned", record="base.customer", key=str(customer.pk))
    with acting(Actor(id=by.pk, name=by.name)):
        notices.tell(told, [to.pk])
    return Notice.objects.get(object_id=customer.pk)


def number(html: str) -> str:
    found = re.search(r"data-unread>(.*?)<", html)
    assert found
    return found[1]


def test_the_navigation_begins_with_the_notices_and_their_number(
    notice: Notice, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    html = browse(bob).get("/", follow=True).content.decode()
    assert number(html) == "1"
    lines = re.findall(r'<a class="nav-item[^>]*href="([^"]+)"', html)
    assert lines[0] == PAGE
    assert number(browse(ada).get("/", follow=True).content.decode()) == ""


def test_the_page_shows_the_unread_escaped_and_opening_reads_them(
    notice: Notice, bob: User, browse: Callable[..., Client]
) -> None:
    client = browse(bob)
    html = client.get(PAGE).content.decode()
    assert "<strong>김하늘 &lt;b&gt;</strong> 고객을 맡겼어요." in html
    answer = client.get(f"{PAGE}{notice.pk}/open")
    assert answer["Location"] == f"/base/customers/{notice.object_id}/"
    assert "모두 읽었어요" in client.get(PAGE).content.decode()
    assert "고객을 맡겼어요" in client.get(f"{PAGE}?show=all").content.decode()
    assert client.get(f"{PAGE}count").json() == {"unread": 0, "words": ""}


def test_one_line_is_marked_read_and_unread_in_place(
    notice: Notice, bob: User, browse: Callable[..., Client]
) -> None:
    client = browse(bob)
    answer = client.post(f"{PAGE}{notice.pk}/read", headers={"HX-Request": "true"})
    assert "notices-changed" in answer["HX-Trigger"]
    assert 'class="notice-line"' in answer.content.decode()
    assert client.get(f"{PAGE}count").json()["unread"] == 0
    client.post(f"{PAGE}{notice.pk}/read", {"unread": "yes"})
    assert client.get(f"{PAGE}count").json() == {"unread": 1, "words": "1"}


def test_all_are_read_at_once_and_undone(
    hanbit: Company, notice: Notice, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    client = browse(bob)
    until = clock.now().isoformat()
    with inside(hanbit), clock.shifted(timedelta(seconds=30)):
        tell(ada, bob, "나중에 온 고객")
    html = client.post(f"{PAGE}read-all", {"until": until}, follow=True).content.decode()
    assert "알림을 모두 읽음으로 바꿨어요." in html
    assert number(html) == "1"  # what came after the page was drawn stays unread
    undo = re.search(rf'action="({PAGE}unread-all/[^"]+)"', html)
    assert undo
    assert number(client.post(undo[1].replace("&#x27;", "'"), follow=True).content.decode()) == "2"


def test_nobody_opens_or_reads_the_notice_of_another(
    notice: Notice, hanbit: Company, ada: User, dan: User, browse: Callable[..., Client]
) -> None:
    """Dan of Daon has Bob's very id."""
    for stranger in (ada, dan):
        client = browse(stranger)
        assert client.get(f"{PAGE}{notice.pk}/open").status_code == 404
        assert client.post(f"{PAGE}{notice.pk}/read").status_code == 404
        assert client.post(f"{PAGE}read-all").status_code == 302
    with inside(hanbit):
        assert Notice.objects.get().read_at is None


def test_a_customer_in_the_trash_leaves_no_trace(
    notice: Notice, hanbit: Company, bob: User, browse: Callable[..., Client]
) -> None:
    with inside(hanbit):
        Customer.objects.update(deleted_at=clock.now())
    client = browse(bob)
    assert "김하늘" not in client.get(f"{PAGE}?show=all").content.decode()
    assert client.get(f"{PAGE}count").json()["unread"] == 0
    assert client.get(f"{PAGE}{notice.pk}/open").status_code == 404


def test_choices_are_kept(hanbit: Company, bob: User, browse: Callable[..., Client]) -> None:
    client = browse(bob)
    address = "/tenants/profile/notices"
    html = client.get(address).content.decode()
    assert "메모에서 나를 부름" in html
    assert "내가 초대한 동료가 들어옴" not in html  # Bob may not invite
    client.post(address, {"base.customer.assigned/mail": "on", "quiet": "on"})
    with inside(hanbit):
        chosen = choices.read(bob)
        kinds = {kind.code: kind for kind in centre.registry.notices().values()}
        assert chosen.channels(kinds["base.customer.assigned"]) == {"mail"}
        assert chosen.channels(kinds["base.contact.mention"]) == frozenset()
        assert (chosen.quiet, chosen.digest) == (True, False)


def test_a_long_history_goes_on_below(
    hanbit: Company, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    with inside(hanbit):
        for each in range(centre.PAGE + 1):
            with clock.shifted(telling.FOLDS * 2 * each):
                tell(ada, bob, f"고객{each}")
    client = browse(bob)
    html = client.get(PAGE).content.decode()
    assert html.count("notice-link") == centre.PAGE
    onward = re.search(r'notices-more" href="([^"]+)"', html)
    assert onward
    assert (
        client.get(PAGE + onward[1].replace("&amp;", "&")).content.decode().count("notice-link")
        == 1
    )


def test_in_english(
    notice: Notice, hanbit: Company, bob: User, browse: Callable[..., Client]
) -> None:
    with inside(hanbit):
        User.objects.filter(pk=bob.pk).update(language="en")
    html = browse(bob).get(PAGE).content.decode()
    assert "handed the customer <strong>김하늘 &lt;b&gt;</strong> over to you." in html
