"""The printed invoice: both languages, long names, many lines, much money (Q5)."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from typing import Any

import pytest
import typst
from django.core.files.storage import default_storage
from django.utils import translation
from PIL import Image
from pypdf import PdfReader

from billing.models import CompanyProfile, Invoice
from billing.queries.bills import view_of
from billing.queries.papers import paper_of
from billing.services import invoices, pdf
from billing.services.months import Month
from billing.services.pricing import canonical, digest
from billing.tests.test_meter import charge
from billing.tests.travel import moment
from dangol import clock
from messaging import ports
from tenants import context
from tenants.models import Company

pytestmark = pytest.mark.feature("Q5")

LONG = "가나다라마바사아자차" * 6
MUCH = 999_999_999_999_999


def issue(company: Company, sms: int = 4) -> Invoice:
    with context.inside(company):
        meter = ports.meter()
        meter.capture(meter.hold("send", 25 * sms, purpose="Sale"), [charge() for _ in range(sms)])
    month = Month.of(clock.today())
    return invoices.close(company, month, moment(f"{month.next.first} 09:00"))


def text_of(content: bytes) -> list[str]:
    """The text of each page, its blanks made single."""
    reader = PdfReader(BytesIO(content))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def swollen(invoice: Invoice, lines: int, supply: int) -> Invoice:
    """The invoice with other lines: a paper that no month of a test could bring about."""
    document: dict[str, Any] = json.loads(invoice.document)
    seat = next(line for line in document["lines"] if line["item"].startswith("seat."))
    days = [{"from": day, "to": day, "seats": day % 7 + 1} for day in range(1, 31)]
    document["lines"] = [seat | {"supply": supply, "vat": supply // 10, "seats": days}] * lines
    document["parties"]["buyer"]["name"] = LONG
    document["parties"]["buyer"]["street"] = f"{LONG} {LONG}"
    invoice.document = canonical(document)
    invoice.document_sha256 = digest(invoice.document)
    invoice.supply, invoice.vat, invoice.total = supply, supply // 10, MUCH
    return invoice


def pictures(invoice: Invoice) -> list[Image.Image]:
    """The pages as they are printed, in greys."""
    with translation.override("ko"):
        paper = json.dumps(paper_of(view_of(invoice), "ko", original=True))
    pages = typst.compile(
        str(pdf.DOCUMENTS / f"invoice-{pdf.LAYOUT}.typ"),
        root=str(pdf.DOCUMENTS),
        format="png",
        font_paths=[str(folder) for folder in pdf.font_folders()],
        sys_inputs={"invoice": paper},
        ppi=72,
    )
    drawn = pages if isinstance(pages, list) else [pages]
    return [Image.open(BytesIO(page)).convert("L") for page in drawn if page]


def test_the_paper_states_the_amount_in_digits_and_words_with_both_parties(
    hanbit: Company, provider: Company
) -> None:
    with context.inside(hanbit):
        CompanyProfile.objects.update(
            legal_name="한빛물산 주식회사", representative="한가람", street="본보기로 1",
            business_type="도소매업", business_item="식품",
        )  # fmt: skip
    invoice = issue(hanbit)
    (page,) = text_of(pdf.render(invoice))
    view = view_of(invoice)
    for said in (
        "청구서", str(invoice.number), f"₩{invoice.due:,}", f"금 {view.due_in_words} 원정",
        "공급자", "공급받는 자", "한빛물산 주식회사", "한가람", "본보기로 1", "도소매업 · 식품",
        f"₩{invoice.total:,}", "4 × 25", "가격판 v1", view.check_value, "1 / 1",
        f"{invoice.due_date.year}년 {invoice.due_date.month}월 {invoice.due_date.day}일",
    ):  # fmt: skip
        assert said in page, said
    for line in view.lines:
        assert f"{line.supply:,}" in page


def test_a_translation_says_that_the_original_counts_and_changes_nothing_stored(
    hanbit: Company,
) -> None:
    invoice = issue(hanbit)
    with context.inside(hanbit):
        original = pdf.read(invoice)
        english = pdf.copy(invoice, "en")
        assert pdf.read(invoice) == original
        assert pdf.copy(invoice, "ko") == original
    (page,) = text_of(english)
    assert "Invoice" in page
    assert "Supplier" in page
    assert "the Korean original counts" in page
    assert "원정" not in page
    assert "Translation" not in text_of(original)[0]


def test_the_language_of_whoever_asks_does_not_change_the_original(hanbit: Company) -> None:
    invoice = issue(hanbit)
    with translation.override("en"):
        abroad = pdf.render(invoice)
    with translation.override("ko"):
        assert pdf.render(invoice) == abroad


def test_many_lines_break_over_pages_that_repeat_the_heads(hanbit: Company) -> None:
    pages = text_of(pdf.render(swollen(issue(hanbit), lines=40, supply=1_000)))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page
        assert "공급가액" in page
    assert sum(page.count("30일: 3명") + page.count("30일 3명") for page in pages) == 40


def test_long_names_and_fifteen_digits_stay_on_the_paper(hanbit: Company) -> None:
    invoice = swollen(issue(hanbit), lines=2, supply=MUCH)
    whole = "".join(text_of(pdf.render(invoice))).replace(" ", "")
    assert LONG in whole
    assert whole.count(f"{MUCH:,}") >= 4
    assert "구백구십구조구천구백구십구억" in whole
    for page in pictures(invoice):
        wide, high = page.size
        edge = wide * 44 // 595
        for strip in ((0, 0, edge, high), (wide - edge, 0, wide, high)):
            assert page.crop(strip).getextrema() == (255, 255)


def test_a_lost_file_is_drawn_again_by_its_own_layout_to_the_same_bytes(hanbit: Company) -> None:
    invoice = issue(hanbit)
    first = pdf.render(invoice, layout=1)
    assert first != pdf.render(invoice)
    with context.platform("tests"):
        Invoice.objects.filter(pk=invoice.pk, pdf_sha256="").update(
            pdf_sha256=hashlib.sha256(first).hexdigest(), pdf_layout=1
        )
        invoice.refresh_from_db()
    with context.inside(hanbit):
        default_storage.delete(invoice.pdf_name)
        assert pdf.read(invoice) == first
        assert default_storage.exists(invoice.pdf_name)


def test_new_documents_keep_their_layout(hanbit: Company) -> None:
    invoice = issue(hanbit)
    with context.inside(hanbit):
        pdf.read(invoice)
    assert invoice.pdf_layout == pdf.LAYOUT


def test_a_file_that_was_altered_is_not_handed_out(hanbit: Company) -> None:
    invoice = issue(hanbit)
    with context.inside(hanbit):
        pdf.read(invoice)
        with default_storage.open(invoice.pdf_name, "wb") as file:
            file.write(b"%PDF-1.7 another")
        with pytest.raises(pdf.DamagedFile):
            pdf.read(invoice)
