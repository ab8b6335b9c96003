"""Files on records: what is kept, what is refused and why, who may read them (U2, V1, V2)."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.page.files import files
from modules.base.models import Customer
from tenants.attachments.models import Attachment
from tenants.attachments.names import LONGEST, clean_name, free_name
from tenants.attachments.services import keeping, storing
from tenants.context import inside
from tenants.files import CompanyBucket
from tenants.models import Company
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.services import roles
from tenants.tests.test_bucket import bucket as bucket

pytestmark = pytest.mark.feature("U2")
Browse = Callable[..., Client]
HTMX = {"HX-Request": "true"}
PDF = b"%PDF-1.7\n" + b"x" * 100


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def customer(inside_hanbit: Company, ada: User) -> Customer:
    return Customer.objects.create(name="김하늘", owner=ada)


def page(customer: Customer) -> str:
    return f"/base/customers/{customer.pk}/"


def add(client: Client, customer: Customer, *uploads: tuple[str, bytes], **extra: Any) -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in uploads]
    for upload, (name, _content) in zip(sent, uploads, strict=True):
        upload._name = name  # type: ignore[attr-defined]  # as a hostile browser sends it
    return client.post(f"{page(customer)}files/add", {"files": sent}, **extra)


def picture(form: str = "PNG") -> bytes:
    written = BytesIO()
    Image.new("RGB", (400, 300), "navy").save(written, form)
    return written.getvalue()


def zipped(*entries: tuple[str, bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in entries:
            opened.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def test_many_files_are_added_read_deleted_and_brought_back(
    browse: Browse, carol: User, customer: Customer
) -> None:
    client = browse(carol)
    answer = add(client, customer, ("배치도.pdf", PDF), ("사진.png", picture()), follow=True)
    text = answer.content.decode()
    assert "파일 2개를 더했어요" in text
    small, plan = Attachment.objects.order_by("-name")[:2]
    small, plan = (small, plan) if small.has_picture else (plan, small)
    read = client.get(f"{page(customer)}files/{plan.pk}")
    assert b"".join(read.streaming_content) == PDF  # type: ignore[attr-defined]
    assert read["Content-Disposition"].startswith("attachment")
    assert read["X-Content-Type-Options"] == "nosniff"
    assert read["Content-Type"] == "application/octet-stream"
    drawn = client.get(f"{page(customer)}files/{small.pk}/small")
    assert Image.open(BytesIO(b"".join(drawn.streaming_content))).size == (160, 120)  # type: ignore[attr-defined]
    assert client.get(f"{page(customer)}files/{plan.pk}/small").status_code == 404
    gone = client.post(f"{page(customer)}files/{plan.pk}/delete", follow=True)
    assert f"files/{plan.pk}/restore" in gone.content.decode()
    assert client.get(f"{page(customer)}files/{plan.pk}").status_code == 404
    client.post(f"{page(customer)}files/{plan.pk}/restore")
    assert client.get(f"{page(customer)}files/{plan.pk}").status_code == 200
    told = AuditEntry.objects.filter(subject="tenants.file").order_by("at", "id")
    deeds = [entry.action.rpartition(".")[2] for entry in told]
    assert deeds == ["add", "add", "remove", "restore"]


INNER = zipped(("b.zip", zipped(("0", b"\0" * 50_000_000))))
BAD = [
    ("빈 파일.pdf", b"", "0바이트", "0 bytes"),
    ("계산기.exe", b"MZ" + b"\0" * 200, "프로그램", "program"),
    ("견적.pdf", b"MZ" + b"\0" * 200, "프로그램", "program"),
    ("스크립트", b"#!/bin/sh\nrm -rf /", "프로그램", "program"),
    ("할 일.bat", b"del *.*", "프로그램", "program"),
    ("견적.pdf", picture(), "PNG 그림", "PNG picture"),
    ("사진.png", b"<html><script>alert(1)</script>", "웹 페이지", "web page"),
    ("표.xlsx", b"name,phone\n", "글", "text"),
    ("엑셀.xlsx", b"PK\x03\x04 damaged", "손상", "damaged"),
    ("풀면.zip", zipped(("0", b"\0" * 60_000_000)), "훨씬", "far more"),
    ("풀면.gz", gzip.compress(b"\0" * 60_000_000, mtime=0), "훨씬", "far more"),
    ("겹.zip", zipped(("a.zip", INNER)), "훨씬", "far more"),
    ("800517-1234568.pdf", PDF, "주민등록번호", "resident"),
]  # fmt: skip


@pytest.mark.feature("V2")
@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(("name", "content", "ko", "en"), BAD, ids=lambda v: str(v)[:12])
def test_what_cannot_be_kept_is_said_clearly_and_leaves_nothing(
    browse: Browse, carol: User, customer: Customer, media: Path,
    name: str, content: bytes, ko: str, en: str, language: str,
) -> None:  # fmt: skip
    carol.language = language
    carol.save()
    headers = {**HTMX, "accept-language": language}
    answer = add(browse(carol), customer, (name, content), headers=headers)
    assert answer.status_code == 422
    (sentence,) = answer.context["refused"]
    assert (ko if language == "ko" else en) in sentence
    assert not Attachment.objects.exists()
    assert not [each for each in media.rglob("*") if each.is_file()]


def test_one_that_is_refused_keeps_no_other_out(
    browse: Browse, carol: User, customer: Customer
) -> None:
    answer = add(browse(carol), customer, ("a.exe", b"MZ"), ("b.pdf", PDF), headers=HTMX)
    assert answer.status_code == 200
    assert len(answer.context["refused"]) == 1
    assert [row.name for row in Attachment.objects.all()] == ["b.pdf"]
    assert add(browse(carol), customer, headers=HTMX).status_code == 422


@pytest.mark.feature("V2")
def test_pages_and_drawings_with_code_are_only_ever_saved_never_shown(
    browse: Browse, carol: User, customer: Customer
) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    add(browse(carol), customer, ("그림.svg", svg), ("쪽.html", b"<!doctype html><script>"))
    for row in Attachment.objects.all():
        assert not row.has_picture
        answer = browse(carol).get(f"{page(customer)}files/{row.pk}")
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\사진\\견적.pdf", "견적.pdf"),
        ("견적\u202efdp.txt", "견적fdp.txt"),
        ("\u200b견적\u2066.pdf\x00", "견적.pdf"),
        ("한글.pdf", "한글.pdf"),
        ("", "파일"),
        ("...", "파일"),
        ("a<b>:?.pdf", "a_b___.pdf"),
        ("견적.pdf. . ", "견적.pdf"),
    ],
)
def test_a_name_neither_hides_nor_leads_elsewhere(name: str, kept: str) -> None:
    assert clean_name(name) == kept


def test_a_long_name_keeps_its_end() -> None:
    found = clean_name("가" * 400 + ".pdf")
    assert len(found) == LONGEST
    assert found.endswith(".pdf")
    numbered = free_name(found, {found})
    assert len(numbered) == LONGEST
    assert numbered.endswith(" (2).pdf")


def test_the_same_name_twice_keeps_both_numbered(
    browse: Browse, carol: User, customer: Customer
) -> None:
    for content in (PDF, PDF + b"2", PDF + b"3"):
        add(browse(carol), customer, ("견적.PDF", content))
    names = sorted(Attachment.objects.values_list("name", flat=True))
    assert names == ["견적 (2).PDF", "견적 (3).PDF", "견적.PDF"]
    second = Attachment.objects.get(name="견적 (2).PDF")
    files().remove("base.customer", customer.pk, second.pk, title="x")
    add(browse(carol), customer, ("견적.PDF", PDF))
    files().restore("base.customer", customer.pk, second.pk, title="x")
    second.refresh_from_db()
    assert second.name == "견적 (2) (2).PDF"


def test_size_number_and_quota_have_their_limits(
    monkeypatch: pytest.MonkeyPatch, ada: User, customer: Customer, media: Path
) -> None:
    def put() -> Any:
        upload = SimpleUploadedFile("a.pdf", PDF)
        return files().add("base.customer", customer.pk, upload, by=ada, title="x")

    for where, name, code in (
        (storing, "LARGEST", "file_size"),
        (storing, "QUOTA", "file_quota"),
        (keeping, "MOST", "files_full"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(where, name, 0)
            with pytest.raises(RuleBroken) as refused:
                put()
        assert refused.value.code == code
    assert not [each for each in media.rglob("*") if each.is_file()]
    put()


@pytest.mark.feature("P5")
def test_files_follow_the_rights_of_their_record(
    browse: Browse, ada: User, bob: User, customer: Customer, inside_hanbit: Company
) -> None:
    add(browse(ada), customer, ("비밀.pdf", PDF))
    row = Attachment.objects.get()
    role = AccessRole.objects.create(name="영업", scopes={"base.customer.view": 1})
    roles.assign(bob, [role.pk])
    path = f"{page(customer)}files/{row.pk}"
    assert browse(bob).get(path).status_code == 404
    assert add(browse(bob), customer, ("a.pdf", PDF)).status_code == 404
    role.scopes = {"base.customer.view": 3, "base.customer.edit": 0}
    role.save()
    assert browse(bob).get(path).status_code == 200
    assert add(browse(bob), customer, ("a.pdf", PDF)).status_code == 403
    assert browse(bob).post(f"{path}/delete").status_code == 403
    role.scopes = {"base.customer.view": 3, "base.customer.edit": 3}
    role.save()
    refused = browse(bob).post(f"{path}/delete")
    assert refused.status_code == 403
    other = Customer.objects.create(name="다른 고객")
    assert browse(ada).get(f"{page(other)}files/{row.pk}").status_code == 404
    assert browse(ada).post(f"{page(other)}files/{row.pk}/delete").status_code == 404


@pytest.mark.feature("V1")
def test_another_company_reads_none_of_them(
    browse: Browse, ada: User, hanbit: Company, daon: Company, eve: User
) -> None:
    with inside(hanbit):
        customer = Customer.objects.create(name="김하늘", owner=ada)
    add(browse(ada), customer, ("비밀.pdf", PDF))
    with inside(hanbit):
        row = Attachment.objects.get()
    path = f"{page(customer)}files/{row.pk}"
    assert browse(ada).get(path).status_code == 200
    assert browse(eve).get(path).status_code == 404


@pytest.mark.feature("V4")
def test_after_ninety_days_in_the_trash_a_file_is_gone_for_good(
    ada: User, customer: Customer, inside_hanbit: Company
) -> None:
    upload = SimpleUploadedFile("사진.png", picture())
    kept = files().add("base.customer", customer.pk, upload, by=ada, title="x")
    row = Attachment.objects.get(pk=kept.key)
    files().remove("base.customer", customer.pk, kept.key, title="x")
    assert keeping.forget_old() == 0
    Attachment.objects.update(deleted_at=clock.now() - timedelta(days=91))
    assert keeping.forget_old() == 1
    assert not default_storage.exists(row.place)
    assert not default_storage.exists(row.picture_place)


def test_the_block_costs_one_statement_however_many_files(
    browse: Browse, carol: User, customer: Customer
) -> None:
    client = browse(carol)
    client.get(page(customer))
    none = int(client.get(page(customer))["X-Query-Count"])
    add(client, customer, *((f"{n}.pdf", PDF) for n in range(5)))
    client.get(page(customer))
    assert int(client.get(page(customer))["X-Query-Count"]) <= none + 1


@pytest.mark.feature("X2")
@pytest.mark.feature("V1")
def test_files_lie_in_a_bucket_under_their_company_all_the_same(
    bucket: CompanyBucket, monkeypatch: pytest.MonkeyPatch, ada: User, customer: Customer,
    hanbit: Company,
) -> None:  # fmt: skip
    monkeypatch.setattr(storing, "default_storage", bucket)
    upload = SimpleUploadedFile("사진.png", picture())
    kept = files().add("base.customer", customer.pk, upload, by=ada, title="x")
    opened = files().open("base.customer", customer.pk, kept.key, small=False)
    assert opened is not None
    assert (opened.name, opened.content.read()) == ("사진.png", picture())
    row = Attachment.objects.get()
    key = f"companies/{hanbit.pk}/{row.place}"
    assert bucket.bucket.Object(key).content_length == len(picture())
    files().remove("base.customer", customer.pk, kept.key, title="x")
    Attachment.objects.update(deleted_at=clock.now() - timedelta(days=91))
    keeping.forget_old()
    assert not bucket.exists(row.place)
