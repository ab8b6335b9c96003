"""What the tests of outside materials begin with: files of every kind, good and bad."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from modules.base.models import Account, Customer
from modules.materials.models import Material
from modules.materials.services.materials import materials
from tenants import business_number
from tenants.models import Company
from tenants.people.models import User

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HANGUL = "http://www.hancom.co.kr/hwpml/2011/paragraph"
NUMBER = business_number.made_up(31)
RESIDENT = "850101-1234560"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def archive(parts: Mapping[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, text in parts.items():
            opened.writestr(name, text)
    return written.getvalue()


def docx(*paragraphs: str, head: str = "") -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs)
    xml = f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return archive({"word/document.xml": xml})


def hwpx(*sections: str, **parts: str) -> bytes:
    found = {
        f"Contents/section{number}.xml": (
            f'<hs:sec xmlns:hs="s" xmlns:hp="{HANGUL}"><hp:p><hp:run><hp:t>{each}</hp:t></hp:run>'
            "</hp:p></hs:sec>"
        )
        for number, each in enumerate(sections)
    }
    return archive({"mimetype": "application/hwp+zip", **found, **parts})


def pdf(text: str, *, password: str = "") -> bytes:
    """One page that says the text (Latin letters), or nothing at all."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    })  # fmt: skip
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.fixture
def account(inside_hanbit: Company, ada: User) -> Account:
    return Account.objects.create(
        name="㈜가온물류", business_number=NUMBER, phone="02-3397-0210", owner=ada
    )


@pytest.fixture
def customer(inside_hanbit: Company, ada: User) -> Customer:
    return Customer.objects.create(
        name="김하늘", company_name="가온물류", mobile="010-2345-6789", mobile_key="01023456789",
        email="Sky@gaon.example", email_key="sky@gaon.example", owner=ada,
    )  # fmt: skip


@pytest.fixture
def make(inside_hanbit: Company, ada: User) -> Callable[..., Material]:
    """`make(text="…")`: Ada's material."""

    def made(**values: Any) -> Material:
        facts = {"title": "새 거점", "kind": "news", "owner": ada}
        return materials.create(facts | values)  # type: ignore[no-any-return]

    return made
