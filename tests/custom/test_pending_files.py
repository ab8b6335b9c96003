"""A chosen file outlives a form that is refused: for its owner, its field, and a day (U7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from dangol import clock
from modules.base.models import Customer
from tenants.attachments.models import Attachment, PendingFile
from tenants.attachments.services import pending
from tenants.people.models import User
from tests.custom.conftest import Add

pytestmark = [pytest.mark.feature("U7"), pytest.mark.feature("A15")]
Browse = Callable[..., Client]
PDF = b"%PDF-1.7\n" + b"x" * 100
NEW = "/base/customers/new"
RIGHT = {"name": "김하늘", "mailing_place": "home"}
WRONG = {"name": "", "mailing_place": "home"}


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def name(add: Add) -> str:
    return add("file", "계약서").name


def upload(file: str = "계약.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(file, content)


def refused(client: Client, name: str, address: str = NEW, **more: Any) -> str:
    """Sends a file with a form that is refused; the id under which it waits."""
    answer = client.post(address, {**WRONG, name: upload(), **more})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["name"]
    row = PendingFile.objects.get()
    assert shown(answer, name) == str(row.pk)
    return str(row.pk)


def shown(answer: HttpResponse, name: str) -> str:
    """The id of the file that the form says waits, "" for none."""
    html = answer.content.decode()
    _before, found, after = html.partition(f'name="{name}-held" value="')
    return after.partition('"')[0] if found else ""


def bytes_of(media: Path) -> int:
    return sum(1 for each in media.rglob("*") if each.is_file())


def test_a_refused_form_keeps_the_file_shows_it_and_saving_again_uses_it(
    browse: Browse, ada: User, name: str, media: Path
) -> None:
    client = browse(ada)
    held = refused(client, name)
    assert "계약.pdf" in client.post(NEW, {**WRONG, f"{name}-held": held}).content.decode()
    assert client.post(NEW, {**RIGHT, f"{name}-held": held, f"{name}-kept": ""}).status_code == 302
    customer = Customer.objects.get()
    kept = customer.custom[name]
    assert (kept["name"], kept["size"]) == ("계약.pdf", len(PDF))
    assert not PendingFile.objects.exists()
    assert bytes_of(media) == 1
    answer = client.get(f"/base/customers/{customer.pk}/files/{kept['id']}")
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]


def test_it_can_be_taken_out_or_another_chosen(browse: Browse, ada: User, name: str) -> None:
    client = browse(ada)
    held = {f"{name}-held": refused(client, name)}
    dropped = client.post(NEW, {**WRONG, **held, f"{name}-drop": "on"})
    assert shown(dropped, name) == ""
    client.post(NEW, {**RIGHT, **held, f"{name}-drop": "on"})
    assert Customer.objects.get().custom.get(name) is None
    client.post(NEW, {**RIGHT, "name": "이바다", **held, name: upload("새 계약.pdf")})
    assert Customer.objects.get(name="이바다").custom[name]["name"] == "새 계약.pdf"


def test_what_the_record_has_stays_while_its_form_is_refused(
    browse: Browse, ada: User, name: str
) -> None:
    client = browse(ada)
    client.post(NEW, {**RIGHT, name: upload("첫째.pdf")})
    customer = Customer.objects.get()
    edit, first = f"/base/customers/{customer.pk}/edit", customer.custom[name]
    there = {f"{name}-kept": first["id"]}
    html = client.post(edit, {**WRONG, **there}).content.decode()
    assert f'name="{name}-kept" value="{first["id"]}"' in html
    assert "첫째.pdf" in html
    cleared = client.post(edit, {**WRONG, **there, f"{name}-clear": "on"}).content.decode()
    assert f'name="{name}-clear" checked' in cleared
    held = {f"{name}-held": refused(client, name, edit, **there)}
    client.post(edit, {**RIGHT, **there, **held, f"{name}-drop": "on"})
    customer.refresh_from_db()
    assert customer.custom[name] == first, "without the new one it is the old one"
    client.post(edit, {**RIGHT, **there, **held})
    customer.refresh_from_db()
    assert customer.custom[name]["name"] == "계약.pdf"


def test_a_file_waits_while_one_chooses_between_two_edits(
    browse: Browse, ada: User, name: str
) -> None:
    client = browse(ada)
    customer = Customer.objects.create(name="김하늘", memo="처음")
    edit = f"/base/customers/{customer.pk}/edit"
    page = client.get(edit)
    opened = {"version": page.context["version"], "seen": page.context["seen"]}
    client.post(edit, {**RIGHT, "memo": "남의 말"})
    answer = client.post(edit, {**RIGHT, **opened, "memo": "내 말", name: upload()})
    assert answer.status_code == 409
    assert shown(answer, name) == str(PendingFile.objects.get().pk)


@pytest.mark.feature("P5")
def test_nobody_else_uses_or_opens_it_and_no_other_field_takes_it(
    browse: Browse, ada: User, bob: User, name: str, add: Add
) -> None:
    other = add("file", "다른 칸").name
    held = refused(browse(ada), name)
    customer = Customer.objects.create(name="김하늘", owner=bob)
    for user in (ada, bob):
        for ending in ("", "/small"):
            address = f"/base/customers/{customer.pk}/files/{held}{ending}"
            assert browse(user).get(address).status_code == 404
    tries = (
        (bob, {f"{name}-held": held}),
        (bob, {f"{name}-kept": held}),
        (ada, {f"{other}-held": held}),
        (ada, {f"{name}-held": "x"}),
    )
    for user, sent in tries:
        answer = browse(user).post(NEW, {**RIGHT, **sent})
        assert answer.status_code == 422, sent
        (errors,) = answer.context["form"].errors.values()
        assert "이제 없어요" in str(errors[0])
        assert "계약.pdf" not in answer.content.decode()
    assert PendingFile.objects.get().owner == ada
    assert not Attachment.objects.exists()


@pytest.mark.feature("V2")
@pytest.mark.parametrize(
    ("file", "content", "words"),
    [("빈.pdf", b"", "0바이트"), ("속임.pdf", b"\x89PNG\r\n\x1a\n" + b"x" * 50, ".pdf")],
    ids=range(2),
)
def test_what_cannot_be_kept_is_refused_together_with_the_rest(
    browse: Browse, ada: User, name: str, media: Path, file: str, content: bytes, words: str
) -> None:
    answer = browse(ada).post(NEW, {**WRONG, name: upload(file, content)})
    assert set(answer.context["form"].errors) == {"name", name}
    assert words in str(answer.context["form"].errors[name][0])
    assert not PendingFile.objects.exists()
    assert bytes_of(media) == 0


def test_what_nobody_took_up_is_gone_after_a_day_with_its_bytes(
    browse: Browse, ada: User, name: str, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    client = browse(ada)
    held = refused(client, name)
    assert pending.forget_pending() == 0
    assert PendingFile.objects.filter(pk=UUID(held)).exists(), "not before its day is over"
    PendingFile.objects.update(at=clock.now() - timedelta(days=1, minutes=1))
    answer = client.post(NEW, {**RIGHT, f"{name}-held": held})
    assert "이제 없어요" in str(answer.context["form"].errors[name][0])
    with django_capture_on_commit_callbacks(execute=True):
        assert pending.forget_pending() == 1
    assert not PendingFile.objects.exists()
    assert bytes_of(media) == 0


def test_a_user_has_no_more_than_twenty_waiting(
    browse: Browse, ada: User, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browse(ada)
    first = refused(client, name)
    monkeypatch.setattr(pending, "MOST", 3)
    for _n in range(3):
        client.post(NEW, {**WRONG, name: upload()})
    assert PendingFile.objects.count() == 3
    assert not PendingFile.objects.filter(pk=first).exists()
