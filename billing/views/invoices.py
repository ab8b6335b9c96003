"""The issued invoices of a company: list, page, JSON and PDF (Q5)."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from billing.models import Invoice
from billing.queries.bills import view_of
from billing.services import invoices, pdf
from dangol.access import requires
from tenants import context


@requires("billing.account.view")
@require_GET
def invoice_list(request: HttpRequest) -> HttpResponse:
    """All of them, newest first: twelve a year need no pages."""
    rows = Invoice.objects.filter(company=context.company(), state=Invoice.State.ISSUED)
    return render(
        request,
        "billing/invoice_list.html",
        {"tab": "invoices", "invoices": rows.defer("inputs", "document").order_by("-month")},
    )


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
    """The stored PDF; `?language=en` draws a translation of it."""
    found = _issued(key)
    language = wanted_language(request)
    return pdf_response(found, pdf.copy(found, language), language)


def wanted_language(request: HttpRequest) -> str:
    """The language of the copy that is asked for; the original's for any other word."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else pdf.ORIGINAL


def pdf_response(found: Invoice, content: bytes, language: str) -> HttpResponse:
    ending = "" if language == pdf.ORIGINAL else f"-{language}"
    name = f"invoice-{found.number}{ending}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
