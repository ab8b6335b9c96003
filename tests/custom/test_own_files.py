"""A company's own field that holds a file: kept, replaced, read with the field's right (U7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dangol import clock, preferences
from dangol.access import HIDE
from dangol.records.cells import drawn, shown
from dangol.records.custom import kinds
from dangol.records.custom.definitions import shape_of
from dangol.records.lists.export import table_of
from dangol.records.lists.listing import read_listing
from dangol.records.many.deeds import changeable
from dangol.records.parts import Column
from dangol.search.lookup import lookup
from modules.base.models import Customer
from modules.base.records import customer_record
from tenants.attachments.models import Attachment
from tenants.attachments.services import keeping
from tenants.customising.models import FieldDefinition
from tenants.customising.services import fields
from tenants.models import Company
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.services import roles
from tests.api.program import CUSTOMERS, program
from tests.custom.conftest import Add

pytestmark = [pytest.mark.feature("U7"), pytest.mark.feature("A15")]
Browse = Callable[..., Client]
PDF = b"%PDF-1.7\n" + b"x" * 100
NEW = "/base/customers/new"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def name(add: Add) -> str:
    return add("file", "계약서", in_list=True, is_searched=True).name


def sent(name: str, file: str = "계약.pdf", content: bytes = PDF, **more: Any) -> dict[str, Any]:
    upload = SimpleUploadedFile(file, content)
    return {"name": "김하늘", "mailing_place": "home", name: upload, **more}


def made(client: Client, name: str) -> Customer:
    answer = client.post(NEW, sent(name))
    assert answer.status_code == 302, answer.context["form"].errors
    return Customer.objects.get()


def path(customer: Customer, name: str) -> str:
    return f"/base/customers/{customer.pk}/files/{customer.custom[name]['id']}"


def test_a_file_is_added_shown_read_found_and_told(browse: Browse, ada: User, name: str) -> None:
    client = browse(ada)
    assert 'enctype="multipart/form-data"' in client.get(NEW).content.decode()
    customer = made(client, name)
    kept = customer.custom[name]
    assert (kept["name"], kept["size"]) == ("계약.pdf", len(PDF))
    assert shown(customer, name) == "계약.pdf"
    assert path(customer, name) in drawn(customer, Column(name=name))
    assert path(customer, name) in client.get(f"/base/customers/{customer.pk}/").content.decode()
    beside = client.get(f"/base/customers/{customer.pk}/beside").context["rail"]
    (block,) = [each for each in beside if each["template"] == "records/files.html"]
    assert list(block["files"]) == [], "the block is for the record's other files"
    assert b"".join(client.get(path(customer, name)).streaming_content) == PDF  # type: ignore[attr-defined]
    listing = read_listing(customer_record, ada, {f"{name}": ["계약"]})
    assert listing.count == 1
    table = table_of(customer_record, ada, listing.selection, {}, [Column(name=name)])
    assert list(table.lines()) == [["계약.pdf"]]
    found = Customer.objects.filter(lookup(customer_record, ada, "계약").condition)
    assert [row.pk for row in found] == [customer.pk]
    assert AuditEntry.objects.filter(action="tenants.file.add").count() == 1


@pytest.mark.feature("P5")
def test_who_may_not_read_the_field_does_not_read_the_file(
    browse: Browse, ada: User, bob: User, name: str
) -> None:
    customer = made(browse(ada), name)
    role = AccessRole.objects.create(name="가림", fields={"base.customer": {name: HIDE}})
    roles.assign(bob, [role.pk])
    client = browse(bob)
    for address in (
        "/base/customers/",
        f"/base/customers/{customer.pk}/",
        f"/base/customers/{customer.pk}/edit",
    ):
        text = client.get(address).content.decode()
        assert "계약.pdf" not in text, address
        assert customer.custom[name]["id"] not in text, address
    assert client.get(path(customer, name)).status_code == 404
    assert client.get(f"{path(customer, name)}/small").status_code == 404
    assert client.post(f"{path(customer, name)}/delete").status_code == 404
    client.post(f"/base/customers/{customer.pk}/edit", sent(name, "다른.pdf"))
    customer.refresh_from_db()
    assert customer.custom[name]["name"] == "계약.pdf"


def test_it_stays_is_replaced_taken_out_and_brought_back(
    browse: Browse, ada: User, name: str
) -> None:
    client = browse(ada)
    customer = made(client, name)
    first, edit = customer.custom[name], f"/base/customers/{customer.pk}/edit"
    plain = {"name": "김하늘", "mailing_place": "home"}

    def now() -> Any:
        customer.refresh_from_db()
        return customer.custom.get(name)

    def undo() -> None:
        token = preferences.read(ada, "edit/base.customer")["token"]
        url = customer_record.url_name("edit-undo")
        client.post(reverse(url, urlconf="dangol.urls.company", args=[token]))

    client.post(edit, {**plain, "memo": "x", f"{name}-kept": first["id"]})
    assert now() == first
    client.post(edit, {**plain, "memo": "y"})
    assert now() == first, "what a form does not send stays"
    client.post(edit, sent(name, "둘째.pdf", **{f"{name}-kept": first["id"]}))
    assert now()["name"] == "둘째.pdf"
    assert client.get(path(customer, name)).status_code == 200
    assert Attachment.objects.get(pk=first["id"]).deleted_at is not None
    undo()
    assert now() == first
    client.post(edit, {**plain, f"{name}-kept": first["id"], f"{name}-clear": "on"})
    assert now() is None
    undo()
    assert now() == first
    assert Attachment.objects.get(deleted_at=None).pk == Attachment.objects.get(pk=first["id"]).pk


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("빈.pdf", b"", "0바이트"),
        ("실행.exe", b"MZ" + b"x" * 50, "프로그램"),
        ("속임.pdf", b"\x89PNG\r\n\x1a\n" + b"x" * 50, ".pdf"),
    ],
    ids=range(3),
)
@pytest.mark.feature("V2")
def test_what_cannot_be_kept_is_refused_at_its_field(
    browse: Browse, ada: User, name: str, media: Path, file: str, content: bytes, words: str
) -> None:
    answer = browse(ada).post(NEW, sent(name, file, content))
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[name][0])
    assert answer.context["form"]["name"].value() == "김하늘"
    assert not Customer.objects.exists()
    assert not Attachment.objects.exists()


def test_a_file_of_another_record_cannot_be_taken(browse: Browse, ada: User, name: str) -> None:
    client = browse(ada)
    theirs = made(client, name)
    other = Customer.objects.create(name="이바다")
    edit = f"/base/customers/{other.pk}/edit"
    answer = client.post(
        edit, {"name": "이바다", "mailing_place": "home", f"{name}-kept": theirs.custom[name]["id"]}
    )
    assert answer.status_code == 422
    assert "이제 없어요" in str(answer.context["form"].errors[name][0])


def test_a_required_file_is_asked_for_once(browse: Browse, ada: User, add: Add) -> None:
    name = add("file", "사업자등록증", is_required=True).name
    client = browse(ada)
    nothing = client.post(NEW, {"name": "김하늘", "mailing_place": "home", f"{name}-kept": ""})
    assert name in nothing.context["form"].errors
    customer = made(client, name)
    kept = {"name": "김하늘", "mailing_place": "home", f"{name}-kept": customer.custom[name]["id"]}
    assert client.post(f"/base/customers/{customer.pk}/edit", kept).status_code == 302


@pytest.mark.feature("W1")
def test_programs_read_name_size_and_address_and_write_none(
    browse: Browse, inside_hanbit: Company, ada: User, name: str
) -> None:
    customer = made(browse(ada), name)
    shop, _key = program(inside_hanbit, ada)
    told = shop.get(f"{CUSTOMERS}/{customer.pk}").json()[name]
    assert told == {"name": "계약.pdf", "size": len(PDF), "url": path(customer, name)}
    refused = shop.send("PATCH", f"{CUSTOMERS}/{customer.pk}", {name: "x"})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, [name])
    assert shop.send("PATCH", f"{CUSTOMERS}/{customer.pk}", {"memo": "z"}).status_code == 200
    customer.refresh_from_db()
    assert customer.custom[name]["name"] == "계약.pdf"


def test_many_records_and_tables_take_no_files(ada: User, name: str) -> None:
    assert name not in changeable(customer_record, ada)
    field = shape_of("base.customer").by_name[name]
    with pytest.raises(ValueError, match="표에서"):
        kinds.of(field).from_text("계약.pdf", field, ada)


def test_a_field_that_goes_for_good_takes_its_files_along(
    browse: Browse, ada: User, name: str
) -> None:
    made(browse(ada), name)
    row = FieldDefinition.objects.get()
    fields.retire(row)
    fields.forget(row)
    assert not Attachment.objects.filter(deleted_at=None).exists()
    Attachment.objects.update(deleted_at=clock.now() - timedelta(days=91))
    assert keeping.forget_old() == 1
