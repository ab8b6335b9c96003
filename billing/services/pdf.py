"""The PDF of an issued invoice: made once, stored among the company's files, hashed (Q5)."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import translation

from billing.models import Invoice
from billing.queries.bills import view_of
from billing.queries.papers import paper_of
from tenants import context

DOCUMENTS = Path(__file__).parent.parent / "documents"
LAYOUT = 2
"""The layout of new documents: `invoice-<layout>.typ`. Older ones stay for what they have drawn."""
ORIGINAL = "ko"
"""The language of the stored document; any other is drawn on demand, as a translation of it."""
FONT_FOLDERS = (
    settings.SHELL / "static" / "dist" / "fonts",
    settings.ROOT / "platform" / "frontend" / "node_modules" / "pretendard/dist/public/static",
)
"""Where Pretendard's OTF files lie: in a built package, and beside a working copy."""


class DamagedFile(Exception):
    """The stored PDF is not the one that was hashed at issue; it is not handed out."""


@cache
def font_folders() -> list[Path]:
    """Folders with Pretendard; empty when it is not built, and then a system font stands in."""
    return [folder for folder in FONT_FOLDERS if any(folder.glob("Pretendard-*.otf"))][:1]


def render(invoice: Invoice, *, layout: int = LAYOUT, language: str = ORIGINAL) -> bytes:
    """The A4 pages; the same invoice, layout and language give the same bytes."""
    with translation.override(language):
        data = paper_of(view_of(invoice), language, original=language == ORIGINAL)
    made = datetime.combine(invoice.write_date, time(0), tzinfo=UTC)
    document = typst.compile(
        str(DOCUMENTS / f"invoice-{layout}.typ"),
        root=str(DOCUMENTS),
        format="pdf",
        font_paths=[str(folder) for folder in font_folders()],
        ignore_system_fonts=bool(font_folders()),
        sys_inputs={"invoice": json.dumps(data, ensure_ascii=False)},
        timestamp=int(made.timestamp()),
    )
    if not isinstance(document, bytes):
        raise TypeError("typst gave no single document.")
    return document


def make(invoice_id: str) -> None:
    """Renders and stores the PDF of an issued invoice of the present company, once."""
    invoice = Invoice.objects.get(
        company=context.company(), pk=invoice_id, state=Invoice.State.ISSUED
    )
    if invoice.pdf_sha256:
        return
    content = render(invoice)
    _store(invoice, content)
    Invoice.objects.filter(pk=invoice.pk, pdf_sha256="").update(
        pdf_sha256=hashlib.sha256(content).hexdigest(), pdf_layout=LAYOUT
    )


def _store(invoice: Invoice, content: bytes) -> None:
    if default_storage.exists(invoice.pdf_name):  # a run that ended before its hash was written
        default_storage.delete(invoice.pdf_name)
    default_storage.save(invoice.pdf_name, ContentFile(content))


def read(invoice: Invoice) -> bytes:
    """The stored PDF of an issued invoice of the present company; made now if it is not there yet.

    One that was lost is drawn again by its own layout. Raises DamagedFile when the file differs
    from what was hashed.
    """
    if not invoice.pdf_sha256:
        make(str(invoice.pk))
        invoice.refresh_from_db(fields=["pdf_sha256", "pdf_layout"])
    if not default_storage.exists(invoice.pdf_name):
        content = render(invoice, layout=invoice.pdf_layout)
        _check(invoice, content)
        _store(invoice, content)
        return content
    with default_storage.open(invoice.pdf_name) as file:
        content = bytes(file.read())
    _check(invoice, content)
    return content


def copy(invoice: Invoice, language: str) -> bytes:
    """The stored original, or a translation of it drawn now; for invoices as `read` takes them."""
    return read(invoice) if language == ORIGINAL else render(invoice, language=language)


def _check(invoice: Invoice, content: bytes) -> None:
    if hashlib.sha256(content).hexdigest() != invoice.pdf_sha256:
        raise DamagedFile(f"{invoice.pdf_name} of company {invoice.company_id} was altered.")
