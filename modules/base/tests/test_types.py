"""Accounts, products, orders with lines and contacts: each rule of its own, and all screens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.forms.base import form_for
from dangol.records.links import naming
from dangol.records.model import AppendOnlyModel
from modules.base.models import Account, ContactHistory, Customer, Order, OrderLine, Product
from modules.base.models.contact import Medium
from modules.base.records import (
    RECORDS,
    account_record,
    contact_record,
    customer_record,
    line_record,
    order_record,
)
from modules.base.services import contacts, customers
from modules.base.services.accounts import accounts
from modules.base.services.care import complaints, interests, materials
from modules.base.services.dealings import addresses, groups, people, ratings, years
from modules.base.services.groups import groups as customer_groups
from modules.base.services.orders import lines, orders
from modules.base.services.products import products
from modules.base.services.relations import relations
from modules.base.services.sources import sources
from tenants.models import Company
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.queries import grantable
from tenants.services import roles

pytestmark = pytest.mark.feature("C2")


@pytest.fixture
def haneul(inside_hanbit: Company, ada: User) -> Customer:
    firm = accounts.create({"name": "한빛정밀", "owner_id": ada.pk})
    found: Customer = customers.create({"name": "김하늘", "account": firm, "owner_id": ada.pk})
    return found


def broken(deed: Callable[[], Any]) -> str:
    with pytest.raises(RuleBroken) as caught:
        deed()
    return caught.value.code


def test_a_customer_carries_the_name_of_the_account_also_when_it_changes(haneul: Customer) -> None:
    assert haneul.company_name == "한빛정밀"
    accounts.edit(haneul.account, {"name": "㈜한빛정밀"}, "")
    haneul.refresh_from_db()
    assert haneul.company_name == "㈜한빛정밀"
    customers.edit(haneul, {"account": None, "company_name": "딴 회사"}, "")
    haneul.refresh_from_db()
    assert (haneul.account, haneul.company_name) == (None, "딴 회사")


def test_a_firm_that_the_account_gives_is_not_overwritten_without_a_word(
    browse: Callable[..., Client], ada: User, haneul: Customer
) -> None:
    """By screen and by a program alike; the account's own name, and no account, are fine."""
    for only, sent, wrong in (
        (["company_name"], {"company_name": "딴 회사"}, True),
        (["company_name"], {"company_name": "한빛정밀"}, False),
        (["company_name", "account"], {"company_name": "딴 회사", "account": ""}, False),
    ):
        form = form_for(customer_record, ada, sent, instance=haneul, only=only)
        assert ("company_name" in form.errors) == wrong, sent
        assert not wrong or "한빛정밀" in form.errors["company_name"][0]
        haneul.refresh_from_db()


def test_a_business_number_is_checked_and_belongs_to_one_account(
    browse: Callable[..., Client], ada: User, inside_hanbit: Company
) -> None:
    client, path = browse(ada), reverse("base:account-new")
    wrong = client.post(path, {"name": "가", "state": "active", "business_number": "124-81-00999"})
    assert wrong.status_code == 422
    assert "열 자리" in wrong.content.decode()
    assert not Account.objects.exists()
    client.post(path, {"name": "가", "state": "active", "business_number": "124-81-00998"})
    first = Account.objects.get()
    assert first.business_number == "1248100998"
    taken = client.post(path, {"name": "나", "state": "active", "business_number": "1248100998"})
    assert "다른 거래처가 쓰고 있어요" in taken.content.decode()
    accounts.remove(first)
    second = accounts.create({"name": "나", "business_number": "1248100998"})
    assert broken(lambda: accounts.restore(first)) == "business_number_taken"
    assert "124-81-00998" in client.get(reverse("base:account-page", args=[second.pk])).text


def test_an_account_never_stands_above_itself(inside_hanbit: Company) -> None:
    top = accounts.create({"name": "지주"})
    below = accounts.create({"name": "자회사", "parent": top})
    assert broken(lambda: accounts.edit(top, {"parent": below}, "")) == "parent_circle"
    assert broken(lambda: accounts.edit(top, {"parent": top}, "")) == "parent_circle"


@pytest.mark.feature("C9")
def test_an_order_costs_what_its_lines_cost(haneul: Customer) -> None:
    bearing = products.create({"name": "베어링", "price": 1_000, "code": "P-1"})
    order = orders.create({"customer": haneul, "amount": 7_000, "product": "손으로 쓴 것"})
    assert (order.amount, order.account) == (7_000, haneul.account)
    first = lines.create(
        {"order": order, "product": bearing, "name": "", "quantity": 3, "unit_price": None}
    )
    assert (first.name, first.amount) == ("베어링", 3_000)
    lines.create({"order": order, "name": "설치", "quantity": 1, "unit_price": 500})
    order.refresh_from_db()
    assert (order.amount, order.product) == (3_500, "베어링 외 1건")
    orders.edit(order, {"amount": 1, "product": "x", "memo": "급함"}, "")
    order.refresh_from_db()
    assert (order.amount, order.memo) == (3_500, "급함")
    products.edit(bearing, {"price": 9_999, "name": "새 베어링"}, "")
    first.refresh_from_db()
    assert (first.name, first.unit_price) == ("베어링", 1_000), "what was sold stays"
    other = orders.create({"customer": haneul})
    lines.edit(first, {"order": other}, "")
    assert [each.amount for each in Order.objects.order_by("pk")] == [500, 3_000]
    lines.remove(first)
    other.refresh_from_db()
    assert other.amount == 0
    lines.restore(first)
    other.refresh_from_db()
    assert other.amount == 3_000


@pytest.mark.feature("C9")
def test_a_line_needs_a_product_and_no_discount_above_its_price(haneul: Customer) -> None:
    order = orders.create({"customer": haneul})
    assert broken(lambda: lines.create({"order": order, "quantity": 1})) == "product_missing"
    much = {"order": order, "name": "차", "quantity": 1, "unit_price": 10, "discount": 11}
    assert broken(lambda: lines.create(much)) == "discount_too_high"
    assert not OrderLine.objects.exists()


@pytest.mark.feature("C9")
def test_orders_are_numbered_day_by_day(haneul: Customer) -> None:
    day = f"{clock.today():%Y%m%d}"
    numbers = [orders.create({"customer": haneul}).number for _n in range(2)]
    assert numbers == [f"{day}-0001", f"{day}-0002"]
    assert broken(lambda: orders.create({"customer": haneul, "number": numbers[0]})) == (
        "number_taken"
    )


@pytest.mark.feature("B7")
def test_the_last_contact_follows_what_is_left(haneul: Customer, ada: User) -> None:
    def last() -> Any:
        haneul.refresh_from_db()
        return haneul.last_contacted_at

    old, new = clock.now() - timedelta(days=9), clock.now() - timedelta(days=2)
    first = contacts.add(haneul, staff=ada, medium="visit", memo="첫 방문\n길게", contacted_at=old)
    second = contacts.add(haneul, staff=ada, medium="phone", memo="통화", contacted_at=new)
    assert (first.subject, last()) == ("첫 방문", new)
    contacts.services.remove(second)
    assert last() == old
    contacts.services.restore(second)
    assert last() == new
    contacts.services.edit(second, {"medium": Medium.NOTE}, "")
    assert last() == old
    contacts.services.remove(first)
    assert last() is None


@pytest.mark.feature("B8")
def test_what_the_system_wrote_is_in_no_list_and_cannot_be_changed(
    haneul: Customer, ada: User
) -> None:
    contacts.note(haneul.pk, medium="mail", memo="메일 보냄", link="")
    line = ContactHistory.objects.get()
    assert not contact_record.visible_to(ada).exists()
    assert broken(lambda: contacts.services.edit(line, {"memo": "x"}, "")) == "written_by_system"


@pytest.mark.feature("P5")
def test_parts_follow_the_rights_on_what_they_belong_to(
    haneul: Customer, ada: User, bob: User
) -> None:
    order = orders.create({"customer": haneul, "owner_id": bob.pk})
    line = lines.create({"order": order, "name": "차", "quantity": 1, "unit_price": 1})
    contact = contacts.add(haneul, staff=bob, medium="note", memo="밥이 쓴 것")
    scopes = dict.fromkeys(grantable.permissions(), 3)
    role = AccessRole.objects.create(name="영업", scopes=scopes | {"base.customer.view": 1})
    roles.assign(bob, [role.pk])
    bob = User.objects.get(pk=bob.pk)
    parts = ((order_record, order), (line_record, line), (contact_record, contact))
    for record, row in parts:
        assert record.visible_to(ada).filter(pk=row.pk).exists(), record.code
        assert not record.visible_to(bob).exists(), record.code
    role.scopes |= {"base.customer.view": 3, "base.customer.edit": 1}
    role.save()
    bob = User.objects.get(pk=bob.pk)
    for record, _row in parts:
        assert record.visible_to(bob).exists(), record.code
        assert not record.visible_to(bob, "edit").exists(), record.code
    customers.remove(haneul)
    for record, _row in parts:
        assert not record.visible_to(ada).exists(), "it lies in the trash with its customer"


@pytest.mark.feature("U2")
def test_another_record_is_named_by_what_tells_it_from_the_others(
    haneul: Customer, ada: User
) -> None:
    twin = customers.create({"name": "김하늘", "company_name": "누리", "code": "C-7"})

    def named(text: str) -> list[Any]:
        return [each.pk for each in naming.found(order_record.within.record, ada, text)]  # type: ignore[union-attr]

    assert named("C-7") == [twin.pk]
    assert named("김하늘 · 누리") == [twin.pk]
    assert named(str(haneul.pk)) == [haneul.pk]
    assert len(named("김하늘")) == 2
    assert named("없는 사람") == []
    other = Customer.objects.create(name="박바다")
    assert named("ㅂㅂㄷ") == [other.pk]


@pytest.mark.feature("U2")
def test_a_form_says_when_a_name_is_not_clear_and_keeps_what_was_written(
    haneul: Customer, ada: User, browse: Callable[..., Client]
) -> None:
    customers.create({"name": "김하늘", "company_name": "누리"})
    client, path = browse(ada), reverse("base:order-new")
    sent = {"customer": "김하늘", "state": "received", "memo": "쓰던 글"}
    refused = client.post(path, sent)
    assert refused.status_code == 422
    assert "맞는 것이 여럿" in refused.text
    assert "쓰던 글" in refused.text
    offered = client.get(reverse("base:customer-choices"), {"by": "customer", "customer": "하늘"})
    assert "김하늘 · 한빛정밀" in offered.text
    client.post(path, sent | {"customer": "김하늘 · 한빛정밀"})
    assert Order.objects.get().customer == haneul


@pytest.mark.feature("U1")
@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.code)
def test_every_screen_of_every_type_answers(
    record: Any, haneul: Customer, ada: User, browse: Callable[..., Client]
) -> None:
    order = orders.create({"customer": haneul})
    lines.create({"order": order, "name": "차", "quantity": 1, "unit_price": 1})
    contacts.add(haneul, staff=ada, medium="note", memo="한 줄")
    products.create({"name": "차"})
    materials.create({"customer": haneul, "document": "카탈로그"})
    complaints.create({"customer": haneul, "subject": "소음"})
    interests.create({"customer": haneul, "topic": "자동화"})
    account = haneul.account
    groups.create({"name": "수도권"})
    customer_groups.create({"name": "우수 고객"})
    years.create({"account": account, "year": "2025", "sales": 1})
    addresses.create({"account": account, "kind": "factory"})
    ratings.create({"account": account, "kind": "credit", "value": 1})
    people.create({"account": account, "customer": haneul})
    sources.create({"name": "전시회"})
    customers.set_consent(haneul.pk, "mail_ads", given=True, on=clock.today(), source="전시회")
    rows = record.visible_to(ada)
    if record.code == "base.relation":
        other = customers.create({"name": "이바다"})
        relations.create({"customer": haneul, "other": other, "kind": "friend"})
        rows = rows.filter(customer=haneul)
    row = rows.get()
    client = browse(ada)
    for view in ("list", "new", "filters"):
        assert client.get(reverse(record.url_name(view))).status_code == 200, view
    stays = issubclass(record.model, AppendOnlyModel)
    for view in ("page", "peek", *(() if stays else ("edit",))):
        path = reverse(record.url_name(view), args=[row.pk])
        headers = {"HX-Request": "true"} if view == "peek" else {}
        assert client.get(path, headers=headers).status_code == 200, view
    client.post(reverse(record.url_name("delete"), args=[row.pk]))
    assert rows.all().exists() == stays
    if stays:
        return
    client.post(reverse(record.url_name("restore"), args=[row.pk]))
    assert rows.all().get() == row


@pytest.mark.feature("V3")
def test_every_deed_leaves_one_line(inside_hanbit: Company) -> None:
    tea = products.create({"name": "차", "price": 1})
    products.edit(tea, {"price": 2}, "")
    products.edit(tea, {"price": 2}, "")
    products.remove(tea)
    products.restore(tea)
    products.log_export(1, "", "보고")
    actions = AuditEntry.objects.filter(subject="base.product").order_by("id")
    assert [each.action.rpartition(".")[2] for each in actions] == [
        "create", "edit", "delete", "restore", "export",
    ]  # fmt: skip
    stale = tea.updated_at.isoformat()
    assert broken(lambda: products.edit(tea, {"price": 3}, stale + "x")) == "changed_meanwhile"


def test_the_page_of_an_account_links_to_the_one_above(
    inside_hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    top = accounts.create({"name": "지주"})
    below = accounts.create({"name": "자회사", "parent": top})
    page = browse(ada).get(reverse("base:account-page", args=[below.pk])).text
    assert reverse("base:account-page", args=[top.pk]) in page
    assert account_record.visible_to(ada).count() == 2
    assert Product.objects.count() == 0
