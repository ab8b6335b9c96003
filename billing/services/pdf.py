"""The PDF of an issued invoice: made once, stored among the company's files, hashed (Q5)."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import translation

from billing.labels import won
from billing.models import Invoice
from billing.queries.bills import BillView, view_of
from tenants import context

TEMPLATE = Path(__file__).parent.parent / "documents" / "invoice.typ"
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


def render(invoice: Invoice) -> bytes:
    """The A4 page in Korean; the same invoice gives the same bytes."""
    with translation.override("ko"):
        data = _data(view_of(invoice))
    made = datetime.combine(invoice.write_date, time(0), tzinfo=UTC)
    document = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        format="pdf",
        font_paths=[str(folder) for folder in font_folders()],
        ignore_system_fonts=bool(font_folders()),
        sys_inputs={"invoice": json.dumps(data, ensure_ascii=False)},
        timestamp=int(made.timestamp()),
    )
    if not isinstance(document, bytes):
        raise TypeError("typst gave no single document.")
    return document


def _data(view: BillView) -> dict[str, Any]:
    invoice = view.invoice
    return {
        "number": invoice.number or "",
        "write_date": _day(invoice.write_date),
        "due_date": _day(invoice.due_date),
        "period": f"{view.period_from} – {view.period_to}",
        "supplier": _party(view.supplier),
        "buyer": _party(view.buyer),
        "lines": [
            {
                "label": line.label,
                "detail": line.detail,
                "quantity": line.quantity,
                "supply": won(line.supply),
                "vat": won(line.vat),
            }
            for line in view.lines
        ],
        "supply": won(invoice.supply),
        "vat": won(invoice.vat),
        "vat_percent": view.vat_percent,
        "total": won(invoice.total),
        "prepaid": won(-invoice.prepaid) if invoice.prepaid else "",
        "due": won(invoice.due),
        "words": view.due_in_words,
        "price_versions": view.price_versions,
        "message_count": f"{view.message_count:,}",
        "check_value": view.check_value,
        "contact": view.supplier["email"],
    }


def _day(day: Any) -> str:
    return f"{day.year}년 {day.month}월 {day.day}일"


def _party(party: dict[str, str]) -> dict[str, str]:
    number = party["business_number"]
    trade = " · ".join(part for part in (party["business_type"], party["business_item"]) if part)
    return {
        "name": party["name"],
        "number": f"{number[:3]}-{number[3:5]}-{number[5:]}" if number else "",
        "representative": party["representative"],
        "street": party["street"],
        "trade": trade,
    }


def make(invoice_id: str) -> None:
    """Renders and stores the PDF of an issued invoice of the present company, once."""
    invoice = Invoice.objects.get(
        company=context.company(), pk=invoice_id, state=Invoice.State.ISSUED
    )
    if invoice.pdf_sha256:
        return
    content = render(invoice)
    if default_storage.exists(invoice.pdf_name):  # a run that ended before its hash was written
        default_storage.delete(invoice.pdf_name)
    default_storage.save(invoice.pdf_name, ContentFile(content))
    Invoice.objects.filter(pk=invoice.pk, pdf_sha256="").update(
        pdf_sha256=hashlib.sha256(content).hexdigest()
    )


def read(invoice: Invoice) -> bytes:
    """The stored PDF of an issued invoice of the present company; made now if it is not there yet.

    Raises DamagedFile when the file differs from what was hashed.
    """
    if not invoice.pdf_sha256:
        make(str(invoice.pk))
        invoice.refresh_from_db(fields=["pdf_sha256"])
    with default_storage.open(invoice.pdf_name) as file:
        content = bytes(file.read())
    if hashlib.sha256(content).hexdigest() != invoice.pdf_sha256:
        raise DamagedFile(f"{invoice.pdf_name} of company {invoice.company_id} was altered.")
    return content
