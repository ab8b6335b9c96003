"""The page of every record type: what comes with it, what after it, what it costs (U2, A10)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from dangol import visits
from dangol.access import HIDE
from dangol.records.lists.listing import read_listing
from dangol.records.page.related import related_to
from dangol.records.types import records
from modules.base.models import Account, ContactHistory, Customer, Order
from modules.base.records import account_record, customer_record, order_record
from modules.base.services import accounts
from tenants import audit
from tenants.attachments.models import Attachment
from tenants.models import Company
from tenants.notes.models import Note
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.services import roles
from tests.every_type import one_of_each, page_of

pytestmark = pytest.mark.feature("U2")
Browse = Callable[..., Client]
HTMX = {"HX-Request": "true"}
MOST_STATEMENTS = 15


@pytest.fixture
def every(inside_hanbit: Company, bob: User) -> dict[str, Model]:
    return one_of_each(owner=bob)


def fill(code: str, instance: Any, by: User) -> None:
    """A history with lines of every source."""
    Note.objects.bulk_create(
        Note(record=code, object_id=instance.pk, text=f"@밥 {n}", author=by) for n in range(40)
    )
    Attachment.objects.bulk_create(
        Attachment(record=code, object_id=instance.pk, name=f"{n}.pdf", kind="pdf", size=n)
        for n in range(5)
    )
    AuditEntry.objects.bulk_create(
        AuditEntry(
            action=f"{code}.edit", subject=code, subject_id=str(instance.pk), actor_name="밥",
            changes={"owner_id": [None, str(by.pk)]},
        )
        for _n in range(40)
    )  # fmt: skip


@pytest.mark.parametrize("role", ["administrator", "own records"])
def test_the_page_of_every_type_costs_at_most_fifteen_statements(
    every: dict[str, Model],
    known_fields: None,
    ada: User,
    bob: User,
    browse: Browse,
    role: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is read anew or noted down in the middle, however long all this takes."""
    monkeypatch.setattr("tenants.known.LIFE", 3_600)
    monkeypatch.setattr("tenants.sitting.PAUSE", 3_600)
    if role == "own records":
        own = {f"{code}.view": 1 for code in records() if records()[code].owner}
        roles.assign(bob, [AccessRole.objects.create(name="내 기록만", scopes=own).pk])
        ContactHistory.objects.update(staff=bob)
    client = browse(ada if role == "administrator" else bob)
    for code, instance in every.items():
        if code == "campaign.campaign" and role == "own records":
            continue  # it belongs to nobody here
        page = page_of(code, instance)
        client.get(f"{page}place")  # what was opened before is the same for both looks
        client.get(page)
        short = int(client.get(f"{page}?tab=timeline")["X-Query-Count"])
        fill(code, instance, bob)
        for path in (page, f"{page}?tab=timeline", f"{page}?tab=timeline&list=q%3Dx"):
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert int(answer["X-Query-Count"]) <= MOST_STATEMENTS, path
        longer = int(client.get(f"{page}?tab=timeline")["X-Query-Count"])
        assert longer - short <= 1, "names that are called, and nothing else"


def test_what_leads_to_a_record_stands_on_its_page_without_being_declared(
    every: dict[str, Model],
) -> None:
    found = {code: {each.code for each in related_to(records()[code])} for code in every}
    assert found["base.account"] == {
        "calendar-anniversary-account",
        "base-customer-account", "base-order-account", "base-account-parent",
        "calendar-appointment-account", "calendar-todo-account",
        "base-account_person-account", "base-account_year-account",
        "base-account_address-account", "base-account_rating-account",
        "expenses-expense-account",
    }  # fmt: skip
    assert found["base.customer"] == {
        "calendar-anniversary-customer",
        "base-order-customer", "base-contact-customer", "calendar-appointment-customer",
        "calendar-todo-customer", "base-complaint-customer", "base-material-customer",
        "base-interest-customer", "boards-post-customer",
        "cleansing-fault-customer", "expenses-expense-customer",
    }  # fmt: skip
    assert found["base.order"] == {"base-order_line-order", "expenses-expense-order"}
    assert found["base.product"] == {"base-order_line-product", "base-interest-product"}
    assert found["campaign.campaign"] == set()


def test_the_blocks_come_after_the_page_with_count_sum_rows_and_ways_on(
    every: dict[str, Model], ada: User, browse: Browse
) -> None:
    customer: Any = every["base.customer"]
    for number in range(6):
        Order.objects.create(customer=customer, number=f"A-{number}", amount=1_000)
    page = page_of("base.customer", customer)
    client = browse(ada)
    assert "A-5" not in client.get(f"{page}?tab=changes").content.decode()
    html = client.get(f"{page}beside", headers=HTMX).content.decode()
    assert "<html" not in html
    assert f"/base/orders/?customer={customer.pk}" in html
    assert f"/base/orders/new?customer={customer.pk}" in html
    assert "13,700" in html, "the sum of seven orders"
    assert html.count('class="related-row"') == 4 + 6, "four orders, one of each else"
    assert "김하늘" not in html.replace("김하늘 ", ""), "what all have in common is not repeated"
    whole = client.get(f"{page}beside").content.decode()
    assert "<html" in whole, "without scripts it is a page"


def test_a_list_is_ordered_by_the_type_s_own_columns(
    every: dict[str, Model], ada: User, browse: Browse
) -> None:
    customer: Any = every["base.customer"]
    for number, amount in (("가", 3), ("나", 1), ("다", 2)):
        Order.objects.create(customer=customer, number=number, amount=amount)
    address = f"{page_of('base.customer', customer)}related/base-order-customer"
    for sort, names in (
        ("amount", ["나", "다", "가", "O-1"]),
        ("-amount", ["O-1", "가", "다", "나"]),
    ):
        answer = browse(ada).get(f"{address}?sort={sort}", headers=HTMX)
        assert [row.name for row in answer.context["panel"]["list"].rows] == names
    answer = browse(ada).get(f"{address}?sort=nonsense", headers=HTMX)
    assert answer.status_code == 200
    followed = browse(ada).get(address, follow=True)
    assert followed.redirect_chain[-1][0] == f"/base/orders/?customer={customer.pk}"
    assert followed.context["listing"].count == 4
    assert "김하늘" in str(followed.context["chips"][0].words)


def test_an_order_opens_with_what_it_is_made_of(
    every: dict[str, Model], ada: User, browse: Browse
) -> None:
    order: Any = every["base.order"]
    page = page_of("base.order", order)
    client = browse(ada)
    address = f"{page}related/base-order_line-order"
    assert f'hx-get="{address}"' in client.get(page).content.decode()
    table = client.get(address, headers=HTMX).content.decode()
    assert "베어링 세트" in table
    assert f"/base/order-lines/new?order={order.pk}" in table
    for place in ("cell-lead", "cell-sub", "cell-end"):  # a phone shows these of each line
        assert table.count(place) == table.count("row-link") > 0
    assert 'value="O-1' in client.get(f"/base/order-lines/new?order={order.pk}").content.decode()


@pytest.mark.feature("P5")
def test_a_list_shows_what_its_reader_may_see_and_nothing_of_what_is_closed(
    every: dict[str, Model], ada: User, bob: User, browse: Browse
) -> None:
    account: Any = every["base.account"]
    Customer.objects.create(name="남의 고객", account=account, owner=ada)
    page = page_of("base.account", account)
    role = AccessRole.objects.create(name="내 고객만", scopes={"base.customer.view": 1})
    roles.assign(bob, [role.pk])
    html = browse(bob).get(f"{page}beside", headers=HTMX).content.decode()
    assert "김하늘" in html
    assert "남의 고객" not in html
    closed = (
        {"scopes": {"base.customer.view": 0}},
        {"fields": {"base.customer": {"account": HIDE}}},
        {"fields": {"base.customer": {"name": HIDE}}},
    )
    for changes in closed:
        AccessRole.objects.filter(pk=role.pk).update(**{"scopes": {}, "fields": {}, **changes})
        html = browse(bob).get(f"{page}beside", headers=HTMX).content.decode()
        assert "base-customer-account" not in html, changes
        answer = browse(bob).get(f"{page}related/base-customer-account", headers=HTMX)
        assert answer.status_code == 404, changes


@pytest.mark.feature("P5")
def test_parts_are_added_by_those_who_may_change_the_whole(
    every: dict[str, Model], bob: User, browse: Browse
) -> None:
    role = AccessRole.objects.create(name="주문 보기", scopes={"base.order.edit": 0})
    roles.assign(bob, [role.pk])
    address = f"{page_of('base.order', every['base.order'])}related/base-order_line-order"
    assert "/base/order-lines/new" not in browse(bob).get(address, headers=HTMX).content.decode()


def test_what_is_no_list_of_the_type_is_not_there(
    every: dict[str, Model], ada: User, browse: Browse
) -> None:
    page = page_of("base.customer", every["base.customer"])
    for code in ("base-order-account", "x", "base-customer-account"):
        assert browse(ada).get(f"{page}related/{code}", headers=HTMX).status_code == 404


@pytest.mark.feature("U1")
def test_a_list_is_narrowed_by_the_record_that_a_field_leads_to(
    every: dict[str, Model], ada: User, bob: User
) -> None:
    account: Any = every["base.account"]
    other = Account.objects.create(name="다온상사", owner=ada)
    Customer.objects.create(name="서다은", account=other)
    Customer.objects.create(name="박혼자")

    def found(user: User, *values: str, name: str = "account") -> list[str]:
        listing = read_listing(customer_record, user, {name: list(values)})
        return sorted(row.name for row in listing.page.rows)

    assert found(ada, str(account.pk)) == ["김하늘"]
    assert found(ada, "다온") == ["서다은"]
    assert found(ada, "없는 회사") == []
    assert found(ada, "yes", name="account.empty") == ["박혼자", "이바다"]
    role = AccessRole.objects.create(name="내 거래처만", scopes={"base.account.view": 1})
    roles.assign(bob, [role.pk])
    narrow = User.objects.get(pk=bob.pk)
    assert found(narrow, "다온") == []
    listing = read_listing(customer_record, narrow, {"account": [str(other.pk)]})
    assert listing.problems, "what the role does not show is not there"
    assert "다온" not in str(listing.problems)


@pytest.mark.feature("A10")
def test_every_page_says_who_made_the_record_and_who_changed_it_last(
    inside_hanbit: Company, ada: User, bob: User, browse: Browse
) -> None:
    with audit.acting(audit.Actor(id=ada.pk, name=ada.name)):
        account = accounts.accounts.create({"name": "㈜한빛물산"})
    with audit.acting(audit.Actor(id=bob.pk, name=bob.name)):
        accounts.accounts.edit(account, {"industry": "기계"}, "")
    page = page_of("base.account", account)
    trail = browse(ada).get(f"{page}beside", headers=HTMX).context["trail"]
    account.refresh_from_db()
    assert (trail["created_by"], trail["changed_by"]) == (ada.name, bob.name)
    assert (trail["created_at"], trail["changed_at"]) == (account.created_at, account.updated_at)


@pytest.mark.feature("U10")
def test_what_was_looked_at_is_remembered_once_the_page_is_painted(
    every: dict[str, Model], ada: User, browse: Browse
) -> None:
    account: Any = every["base.account"]
    page = page_of("base.account", account)
    client = browse(ada)
    client.get(page)
    assert "base.account" not in visits.last_opened(ada)
    client.get(f"{page}place", headers=HTMX)
    assert visits.last_opened(ada)["base.account"] == [str(account.pk)]


def test_the_lists_can_be_arranged_as_any_block() -> None:
    blocks = [panel.code for panel in account_record.blocks]
    assert blocks[:3] == ["base-customer-account", "base-order-account", "base-account-parent"]
    assert "base-order_line-order" in {tab.code for tab in order_record.every_tab}


def test_a_record_on_paper_has_every_field_and_what_leads_to_it(
    every: dict[str, Model], ada: User, browse: Browse
) -> None:
    order: Any = every["base.order"]
    for code, instance in every.items():
        fill(code, instance, ada)
        html = browse(ada).get(f"{page_of(code, instance)}print").content.decode()
        assert "paper-sheet" in html, code
        assert 'class="sidebar' not in html, code
        assert "밥" in html, "what happened last"
    html = browse(ada).get(f"{page_of('base.order', order)}print").content.decode()
    assert "베어링 세트" in html
    assert "7,700" in html
    stood = re.findall(r'<td( class="[^"]*")?>([^<]*)</td>', html)
    assert {"right" in classes for classes, cell in stood if "7,700" in cell} == {True}
    assert not any("right" in classes for classes, cell in stood if cell.strip(" ₩0123456789,—"))
    assert f'href="{page_of("base.order", order)}print"' in (
        browse(ada).get(page_of("base.order", order)).content.decode()
    )


@pytest.mark.feature("P5")
def test_paper_shows_no_more_than_the_page(
    every: dict[str, Model], bob: User, browse: Browse
) -> None:
    hidden = {"base.order": {"amount": HIDE}, "base.order_line": {"amount": HIDE}}
    roles.assign(bob, [AccessRole.objects.create(name="금액 없음", fields=hidden).pk])
    html = browse(bob).get(f"{page_of('base.order', every['base.order'])}print").content.decode()
    assert "베어링 세트" in html
    assert "7,700" not in html


@pytest.mark.feature("U4")
def test_a_value_changes_where_it_stands_and_is_taken_back_there(
    every: dict[str, Model], ada: User, browse: Browse
) -> None:
    account: Any = every["base.account"]
    Account.objects.filter(pk=account.pk).update(fax="02-111-2222", credit=1)
    page = page_of("base.account", account)
    client = browse(ada)
    html = client.get(page).content.decode()
    assert f'data-edits="{page}cells/fax"' in html, "what is no column of the list as well"
    assert f'data-edits="{page}cells/created_at"' not in html
    sent = {"value": "02-333-4444", "was": "02-111-2222", "version": "", "as": "fact"}
    answer = client.post(f"{page}cells/fax", sent)
    assert answer.status_code == 200, answer.content.decode()
    assert answer.json()["html"] == "02-333-4444"
    account.refresh_from_db()
    assert account.fax == "02-333-4444"
    back = client.post(answer.json()["undo"])
    assert back["Location"] == page
    account.refresh_from_db()
    assert account.fax == "02-111-2222"
    emptied = client.post(f"{page}cells/fax", {"value": "", "was": "02-111-2222", "as": "fact"})
    assert "no-value" in emptied.json()["html"]
    wrong = client.post(f"{page}cells/name", {"value": "", "was": account.name, "as": "fact"})
    assert wrong.status_code == 422
    assert wrong.json()["sentence"]


@pytest.mark.feature("P5")
def test_what_a_role_closes_opens_nowhere_on_the_page(
    every: dict[str, Model], bob: User, browse: Browse
) -> None:
    fields = {"base.account": {"fax": HIDE, "phone": "read"}}
    roles.assign(bob, [AccessRole.objects.create(name="영업", fields=fields).pk])
    account: Any = every["base.account"]
    Account.objects.filter(pk=account.pk).update(fax="02-111-2222", phone="02-555-6666")
    page = page_of("base.account", account)
    html = browse(bob).get(page).content.decode()
    assert "02-111-2222" not in html
    assert "02-555-6666" in html
    for name in ("fax", "phone"):
        assert f"cells/{name}" not in html
        answer = browse(bob).post(f"{page}cells/{name}", {"value": "1", "was": "", "as": "fact"})
        assert answer.status_code in (404, 422), name
    assert Account.objects.get(pk=account.pk).phone == "02-555-6666"
