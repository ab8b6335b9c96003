"""What went to the trash together comes back together (U4)."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextvars import Context
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dangol import clock
from dangol.records.page.files import files
from dangol.records.timeline.notes import notes
from dangol.records.trash.relations import bring_back
from dangol.records.types import records
from modules.base.models import Account, ContactHistory, Customer, Order, OrderLine
from modules.base.records import (
    account_record,
    contact_record,
    customer_record,
    line_record,
    order_record,
)
from tenants.attachments.models import Attachment
from tenants.context import inside
from tenants.journal import jobs
from tenants.models import Company
from tenants.notes.models import Note
from tenants.people.models import AccessRole, User
from tenants.services import roles
from tests.api.program import program

pytestmark = pytest.mark.feature("U4")
Browse = Callable[..., Client]
TRASH = "/trash"
TYPES = (account_record, customer_record, contact_record, order_record, line_record)
PDF = b"%PDF-1.7\n" + b"x" * 100


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def firm(inside_hanbit: Company, ada: User) -> Account:
    """An account with two customers, each with contacts, orders, lines, files and notes."""
    account: Account = account_record.create({"name": "㈜한빛"})
    for name in ("김하늘", "이바다"):
        customer = customer_record.create({"name": name, "account": account})
        for number in range(2):
            contact_record.create(
                {"customer": customer, "medium": "phone", "memo": f"통화 {number}"}
            )
            order = order_record.create({"customer": customer, "number": f"{name}-{number}"})
            for price in (1_000, 2_500):
                line_record.create(
                    {
                        "order": order,
                        "name": "볼트",
                        "quantity": 3,
                        "unit_price": price,
                        "discount": 0,
                    }
                )
            keep(order_record, order, ada)
        keep(customer_record, customer, ada)
    return account


def keep(record: Any, row: Any, user: User) -> None:
    """A file and a note with the record."""
    files().add(record.code, row.pk, SimpleUploadedFile("계약.pdf", PDF), by=user, title="x")
    notes().add(record.code, row.pk, "메모", by=user, title="x")


def seen(user: User) -> dict[str, Any]:
    """Everything that the user sees of every record, in plain Python; times of changes aside."""
    found: dict[str, Any] = {}
    for record in TYPES:
        rows = record.visible_to(user).order_by("pk").values()
        found[record.code] = [{**row, "updated_at": None} for row in rows]
        keys = [row["id"] for row in rows]
        found[f"{record.code} files"] = [
            kept.name for key in keys for kept in files().of(record.code, key, user)
        ]
        mine = Note.objects.filter(record=record.code, object_id__in=keys)
        found[f"{record.code} notes"] = mine.count()
    return found


@pytest.mark.parametrize("seed", range(20))
def test_deleted_then_restored_is_as_before(firm: Account, ada: User, seed: int) -> None:
    """Some records of any type go one after the other, and come back from the last to the first."""
    chance = random.Random(seed)
    before, gone = seen(ada), []
    for _each in range(chance.randint(1, 5)):
        record = chance.choice(TYPES)
        rows = list(record.visible_to(ada).order_by("pk"))
        if rows:
            row = chance.choice(rows)
            record.remove(row)
            gone.append((record, row))
    assert not gone or seen(ada) != before
    for record, row in reversed(gone):
        bring_back(record, record.trash_of(ada).get(pk=row.pk))
    assert seen(ada) == before


def test_parts_go_with_a_record_and_the_toast_says_so(
    browse: Browse, ada: User, firm: Account
) -> None:
    customer = Customer.objects.get(name="김하늘")
    client = browse(ada)
    page = client.post(f"/base/customers/{customer.pk}/delete", follow=True).content.decode()
    assert "주문 2" in page
    assert "접촉 2" in page
    for path in ("/base/orders/", "/base/contacts/", "/base/order-lines/"):
        assert "김하늘-" not in client.get(path).content.decode(), path
    rows = client.get(TRASH).context["rows"]
    assert [row.name for row, _mark, _left in rows] == ["김하늘"], (
        "what went along is no row itself"
    )
    client.post(f"/base/customers/{customer.pk}/restore")
    assert "김하늘-0" in client.get("/base/orders/").content.decode()


@pytest.fixture
def both(firm: Account) -> tuple[Order, Customer]:
    """An order that went first, and then its customer."""
    order = Order.objects.get(number="김하늘-0")
    order_record.remove(order)
    customer = Customer.objects.get(name="김하늘")
    customer_record.remove(customer)
    return order, customer


def test_a_part_whose_whole_lies_in_the_trash_says_so_and_both_come_back(
    browse: Browse, ada: User, both: tuple[Order, Customer]
) -> None:
    order, customer = both
    client = browse(ada)
    names = {row.name for row, _mark, _left in client.get(TRASH).context["rows"]}
    assert names == {"김하늘", "김하늘-0"}
    for answer in (
        client.post(f"{TRASH}/restore", {"chosen": f"base.order:{order.pk}"}),
        client.post(f"/base/orders/{order.pk}/restore"),
    ):
        page = client.get(answer["Location"])
        text = page.content.decode()
        assert "“김하늘-0”" in text
        assert "휴지통에 있어요" in text
        assert not order_record.visible_to(ada).filter(pk=order.pk).exists()
    client.post(f"{TRASH}/restore", {"chosen": page.context["offer"]["codes"]})
    assert order_record.visible_to(ada).filter(pk=order.pk).exists()
    assert customer_record.visible_to(ada).filter(pk=customer.pk).exists()
    assert client.get(TRASH).context["rows"] == []


def test_the_whole_alone_leaves_the_part_where_it_was(
    browse: Browse, ada: User, both: tuple[Order, Customer]
) -> None:
    order, customer = both
    browse(ada).post(f"/base/customers/{customer.pk}/restore")
    numbers = set(order_record.visible_to(ada).values_list("number", flat=True))
    assert "김하늘-1" in numbers
    assert "김하늘-0" not in numbers
    assert order_record.trash_of(ada).get() == order


def test_a_line_asks_for_its_order_and_that_for_its_customer(
    browse: Browse, ada: User, both: tuple[Order, Customer]
) -> None:
    order, _customer = both
    line = OrderLine.objects.filter(order=order).first()
    assert line is not None
    OrderLine.objects.filter(pk=line.pk).update(deleted_at=clock.now())
    client = browse(ada)
    answer = client.post(f"{TRASH}/restore", {"chosen": f"base.order_line:{line.pk}"})
    codes = client.get(answer["Location"]).context["offer"]["codes"]
    assert len(codes) == 3
    client.post(f"{TRASH}/restore", {"chosen": codes})
    assert line_record.visible_to(ada).filter(pk=line.pk).exists()


@pytest.mark.feature("W1")
def test_programs_are_told_the_same(
    inside_hanbit: Company, ada: User, both: tuple[Order, Customer]
) -> None:
    order, _customer = both
    shop, _key = program(inside_hanbit, ada)
    refused = shop.send("POST", f"/api/v1/base/order/{order.pk}/restore", {})
    assert refused.status_code in (409, 422), refused.content
    assert "김하늘" in refused.content.decode()


@pytest.mark.feature("P5")
@pytest.mark.feature("A13")
def test_who_may_not_take_the_whole_out_does_not_see_the_part(
    browse: Browse, carol: User, both: tuple[Order, Customer]
) -> None:
    order, _customer = both
    role = AccessRole.objects.create(
        name="영업", scopes={"base.customer.delete": 0, "base.order.delete": 3}
    )
    roles.assign(carol, [role.pk])
    text = browse(carol).get(f"{TRASH}?offer=base.order:{order.pk}").content.decode()
    assert "김하늘" not in text
    assert browse(carol).post(f"/base/orders/{order.pk}/restore").status_code == 404


def test_an_account_in_the_trash_stays_with_its_customers(
    browse: Browse, ada: User, firm: Account
) -> None:
    customer = Customer.objects.get(name="김하늘")
    account_record.remove(firm)
    client, edit = browse(ada), f"/base/customers/{customer.pk}/edit"
    page = client.get(edit)
    sent = {
        field.html_name: field.value() or ""
        for field in page.context["form"]
        if field.value() is not False
    }
    assert client.post(edit, {**sent, "memo": "새 메모"}).status_code == 302
    customer.refresh_from_db()
    assert (customer.memo, customer.account_id) == ("새 메모", firm.pk)
    account_record.restore(firm)
    assert Customer.objects.filter(account=firm).count() == 2


def test_a_record_says_what_it_leads_to_and_still_lies_there(
    browse: Browse, ada: User, firm: Account
) -> None:
    customer = Customer.objects.get(name="김하늘")
    customer_record.remove(customer)
    account_record.remove(firm)
    client = browse(ada)
    page = client.post(f"/base/customers/{customer.pk}/restore", follow=True).content.decode()
    assert "㈜한빛" in page
    assert f"/base/accounts/{firm.pk}/restore" in page
    client.post(f"/base/accounts/{firm.pk}/restore")
    assert account_record.visible_to(ada).filter(pk=firm.pk).exists()


def test_after_ninety_days_files_and_notes_of_parts_go_as_well(
    hanbit: Company, firm: Account, ada: User, django_capture_on_commit_callbacks: Any
) -> None:
    customer = Customer.objects.get(name="김하늘")
    places = [row.place for row in Attachment.objects.all()]
    assert len(places) == 6
    old = clock.now() - timedelta(days=91)
    Customer.objects.filter(pk=customer.pk).update(deleted_at=old)
    with django_capture_on_commit_callbacks(execute=True):
        Context().run(jobs.expire)
    assert not ContactHistory.objects.filter(customer=customer.pk).exists()
    left = [row.place for row in Attachment.objects.all()]
    assert len(left) == 3
    assert Note.objects.count() == 3
    with inside(hanbit):
        assert {place for place in places if default_storage.exists(place)} == set(left)


def test_every_type_that_is_part_of_another_has_a_trash_with_it(inside_hanbit: Company) -> None:
    for record in records().values():
        if record.within is not None:
            assert record.bulk.trash, record.code
