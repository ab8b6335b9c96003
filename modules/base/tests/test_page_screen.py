"""A customer's page: timeline, tabs, neighbours in the list, what is hidden (B1, U2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from dangol.ids import new_id
from dangol.records import Look
from dangol.records.lists.listing import read_listing
from dangol.records.lists.neighbours import neighbours
from dangol.records.timeline import read_mark
from dangol.records.timeline.reading import read_entries
from dangol.records.timeline.tab import recent
from dangol.records.views.found import facts
from messaging.models import Message, Send
from modules.base import drawings
from modules.base.models import ContactHistory, Customer, Order
from modules.base.queries import sent
from modules.base.records import customer_record
from modules.base.services import customers
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import User

pytestmark = pytest.mark.feature("B1")
Browse = Callable[..., Client]
HTMX = {"HX-Request": "true"}
START = datetime(2026, 3, 1, 3, tzinfo=UTC)
PAGE_QUERIES = 15


@pytest.fixture
def haneul(hanbit: Company) -> Customer:
    with inside(hanbit):
        return Customer.objects.create(name="김하늘", company_name="㈜한빛물산")


@pytest.fixture
def busy(hanbit: Company, haneul: Customer, carol: User) -> Iterator[Customer]:
    """A customer with 30 contacts and 15 orders, some at the same moment."""
    with inside(hanbit):
        ContactHistory.objects.bulk_create(
            ContactHistory(
                customer=haneul, medium="phone", memo=f"통화 {n}", staff=carol,
                contacted_at=START + timedelta(hours=n // 2),
            )
            for n in range(30)
        )  # fmt: skip
        Order.objects.bulk_create(
            Order(
                customer=haneul, number=f"O-{n}", amount=1_000, product="베어링",
                ordered_at=START + timedelta(hours=n),
            )
            for n in range(15)
        )  # fmt: skip
        yield haneul


@pytest.mark.parametrize("size", [1, 7, 20])
def test_the_line_holds_everything_once_newest_first(busy: Customer, ada: User, size: int) -> None:
    look = Look(user=ada, instance=busy)
    seen, mark = [], None
    while True:
        entries, onward = read_entries(customer_record, look, mark=mark, size=size)
        seen += [(entry.at, entry.key) for entry in entries]
        if not onward:
            break
        mark = read_mark(onward)
    assert len(seen) == 45
    assert seen == sorted(set(seen), reverse=True)


@pytest.mark.parametrize("text", ["", "x", "2026-01-01~1", "2026-01-01T00:00:00~x", "~~", "9~9"])
def test_a_damaged_place_is_the_beginning(text: str) -> None:
    assert read_mark(text) is None


def test_the_page_tells_contacts_orders_and_changes_in_one_line(
    browse: Browse, carol: User, busy: Customer
) -> None:
    page = browse(carol).get(f"/base/customers/{busy.pk}/")
    panel = page.context["tab"]["panel"]
    assert "통화 29" in page.content.decode()
    chips = browse(carol).get(f"/base/customers/{busy.pk}/timeline/kinds").context["panel"]
    assert {kind: n for kind, _words, n in chips["kinds"]} == {
        "": "45", "phone": "30", "order": "15",
    }  # fmt: skip
    more = browse(carol).get(
        f"/base/customers/{busy.pk}/", {"below": panel["onward"]}, headers=HTMX
    )
    text = more.content.decode()
    assert "<html" not in text
    assert "통화 29" not in text
    assert "통화 15" in text


def test_a_chip_shows_one_kind(browse: Browse, carol: User, busy: Customer) -> None:
    page = browse(carol).get(f"/base/customers/{busy.pk}/?kind=order").context["tab"]["panel"]
    kinds = {item.entry.kind for day in page["days"] for item in day.items}
    assert kinds == {"order"}


def test_a_page_costs_the_same_whatever_happened(
    browse: Browse, carol: User, hanbit: Company, haneul: Customer, busy: Customer
) -> None:
    client = browse(carol)
    address = f"/base/customers/{busy.pk}/"
    client.get(address)
    many = int(client.get(address)["X-Query-Count"])
    with inside(hanbit):
        ContactHistory.objects.all().delete()
    assert int(client.get(address)["X-Query-Count"]) == many
    assert many <= PAGE_QUERIES


@pytest.mark.feature("V3")
def test_changes_are_told_with_old_and_new_values(
    browse: Browse, carol: User, hanbit: Company, haneul: Customer
) -> None:
    with inside(hanbit):
        customers.edit(haneul, {"grade": 1, "owner_id": carol.pk, "mail_ads": True}, "")
    changes = browse(carol).get(f"/base/customers/{haneul.pk}/?tab=changes").content.decode()
    assert "<s>—</s> → A+" in changes
    assert f"<s>—</s> → {carol.name}" in changes
    consents = browse(carol).get(f"/base/customers/{haneul.pk}/?tab=consents").content.decode()
    assert "→ A+" not in consents
    assert "consent-state" in consents


@pytest.mark.feature("P5")
def test_a_hidden_field_stands_nowhere_on_page_and_panel(
    hanbit: Company, ada: User, haneul: Customer
) -> None:
    with inside(hanbit):
        customers.edit(haneul, {"mobile": "010-1234-5678", "grade": 1, "sms_ads": True}, "")
        haneul.refresh_from_db()
        hidden = {"mobile", "grade", "sms_ads", "home_line1"}
        guarded = replace(customer_record, also_hidden=lambda user: hidden)
        look = Look(user=ada, instance=haneul, hidden=hidden)
        shown = [name for name, _label, _html in facts(guarded, look, guarded.peek.facts)]  # type: ignore[union-attr]
        assert "mobile" not in shown
        assert drawings.badges(look) == []
        assert drawings.tiles(look) == []
        changes = next(tab for tab in customer_record.every_tab if tab.code == "changes")
        told = str(changes.context(look)["entries"]) + str(recent(customer_record, look)["entries"])
        open_look = Look(user=ada, instance=haneul)
        everything = str(changes.context(open_look)["entries"])
    label = str(Customer._meta.get_field("mobile").verbose_name)
    assert label in everything
    assert label not in told
    assert "5678" not in told


def test_what_was_sent_is_told_only_to_those_who_may_see_sends(
    hanbit: Company, ada: User, haneul: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with inside(hanbit):
        send = Send.objects.create(channel="email", name="연봉 협상", subject="연봉 안내")
        Message.objects.create(
            send=send, contact_id=haneul.pk, addr_norm="h@x.example", addr_hash=new_id(),
            state=Message.State.ACCEPTED,
        )  # fmt: skip
        look = Look(user=ada, instance=haneul)
        assert "연봉 안내" in str(recent(customer_record, look)["entries"])
        monkeypatch.setattr(sent, "user_can", lambda user, right: "send" not in right)
        told = str(recent(customer_record, look)["entries"])
    assert "메시지 발송" in told
    assert "연봉" not in told
    assert str(send.pk) not in told


@pytest.mark.feature("U2")
@pytest.mark.parametrize("sort", ["name", "-name", "grade", "-grade", "-created_at"])
def test_neighbours_are_those_of_the_list_one_came_from(
    inside_hanbit: Company, ada: User, sort: str
) -> None:
    grades: list[int | None] = [1, 2, None, 2, None]
    for number, grade in enumerate(grades):
        Customer.objects.create(name=f"고객{number}", grade=grade, company_name="한빛")
    Customer.objects.create(name="고객9", company_name="다온")
    query = f"company_name=한빛&sort={sort}"
    rows = read_listing(customer_record, ada, {"company_name": ["한빛"], "sort": [sort]}).page.rows
    for place, row in enumerate(rows):
        found: Any = neighbours(customer_record, ada, row, query)
        assert (found.position, found.total) == (str(place + 1), "5")
        assert found.previous == (rows[place - 1] if place else None)
        assert found.following == (rows[place + 1] if place + 1 < len(rows) else None)


@pytest.mark.feature("U2")
def test_a_record_outside_the_list_has_no_number_in_it(inside_hanbit: Company, ada: User) -> None:
    customer = Customer.objects.create(name="김하늘", grade=1)
    assert neighbours(customer_record, ada, customer, "grade=2").position == ""


def test_what_was_noted_stands_first_at_once(browse: Browse, carol: User, haneul: Customer) -> None:
    data = {"kind": "visit", "memo": "계약 논의"}
    answer = browse(carol).post(f"/base/customers/{haneul.pk}/notes", data, headers=HTMX)
    text = answer.content.decode()
    assert text.lstrip().startswith("<div") or 'id="tab"' in text
    assert "계약 논의" in text
    assert 'id="composer"' in text


def test_the_form_comes_in_sections_that_the_page_leads_to(
    browse: Browse, carol: User, haneul: Customer
) -> None:
    page = browse(carol).get(f"/base/customers/{haneul.pk}/").content.decode()
    assert f"/base/customers/{haneul.pk}/edit#section-0" in page
    form = browse(carol).get(f"/base/customers/{haneul.pk}/edit").content.decode()
    assert 'id="section-1"' in form
    assert "record-form-foot" in form


def test_the_other_address_offers_to_take_the_post(
    hanbit: Company, ada: User, browse: Browse
) -> None:
    with inside(hanbit):
        both = Customer.objects.create(
            name="김하늘", mailing_place="home", home_line1="정자동 1", work_line1="판교로 2"
        )
    page = f"/base/customers/{both.pk}/"
    setter = f'data-sets="{page}cells/mailing_place"'
    shown = browse(ada).get(page).content.decode()
    assert shown.count(setter) == 1
    assert 'data-was="home" value="work"' in shown
    sent = {"value": "work", "was": "home", "as": "fact"}
    assert browse(ada).post(f"{page}cells/mailing_place", sent, headers=HTMX).status_code == 200
    assert 'data-was="work" value="home"' in browse(ada).get(page).content.decode()


def test_an_address_offers_nothing_to_who_may_not_change_it(
    hanbit: Company, carol: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = Customer(name="김하늘", mailing_place="home", work_line1="판교로 2")
    look = Look(user=carol, instance=customer)
    with inside(hanbit):
        assert "data-sets" in drawings.work_address(look)
        monkeypatch.setattr(
            type(customer_record), "locked_for", lambda *_args: frozenset({"mailing_place"})
        )
        assert "data-sets" not in drawings.work_address(look)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("a.example", "https://a.example"),
        ("http://a.example:8080/?q=1#top", "http://a.example:8080/?q=1#top"),
        ("javascript:alert(1)", ""),
        ("javascript://a.example/%0aalert(1)", ""),
        ("data:text/html,<b>x.y", ""),
        ('a.example/"onclick="x', "https://a.example/&quot;onclick=&quot;x"),
        ("없음", ""),
    ],
)
def test_a_home_page_is_a_link_where_it_is_an_address_of_the_web(
    browse: Browse, carol: User, hanbit: Company, haneul: Customer, text: str, address: str
) -> None:
    with inside(hanbit):
        Customer.objects.filter(pk=haneul.pk).update(homepage=text)
    page = browse(carol).get(f"/base/customers/{haneul.pk}/").content.decode()
    found = re.search(r'<a class="link-quiet ellipsis" href="([^"]*)"[^>]*noopener', page)
    assert (found[1] if found else "") == address
    assert escape(text.removesuffix("/").partition("://")[2] or text) in page


def test_nothing_to_choose_is_a_dash_in_forms(browse: Browse, carol: User) -> None:
    form = browse(carol).get("/base/customers/new").content.decode()
    assert '<option value="" selected>—</option>' in form
    assert "----" not in form
