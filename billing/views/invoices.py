"""An issued invoice as page, JSON and PDF (Q5)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from billing.models import Invoice
from billing.queries.bills import view_of
from billing.services import invoices, pdf
from dangol.access import requires
from tenants import context


def _issued(key: UUID) -> Invoice:
    return get_object_or_404(Invoice, company=context.company(), pk=key, state=Invoice.State.ISSUED)


@requires("billing.account.view")
@require_GET
def invoice(request: HttpRequest, key: UUID) -> HttpResponse:
    """The invoice as it is printed."""
    return render(request, "billing/invoice.html", {"bill": view_of(_issued(key))})


@requires("billing.account.view")
@require_GET
def invoice_json(request: HttpRequest, key: UUID) -> HttpResponse:
    """The invoice for programs."""
    return JsonResponse(invoices.as_json(_issued(key)), json_dumps_params={"ensure_ascii": False})


@requires("billing.account.view")
@require_GET
def invoice_pdf(request: HttpRequest, key: UUID) -> HttpResponse:
    """The stored PDF."""
    found = _issued(key)
    return pdf_response(found, pdf.read(found))


def pdf_response(found: Invoice, content: bytes) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="invoice-{found.number}.pdf"'},
    )
