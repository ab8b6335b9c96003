"""Invoices of all companies, for the provider's staff (T1)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from billing.models import Invoice
from billing.queries.bills import view_of
from billing.services import invoices, pdf
from billing.services.operating import REASON
from billing.views.invoices import pdf_response
from dangol.access import requires
from tenants import context

PAGE = 50


@requires("console.company.view")
@require_GET
def invoice_list(request: HttpRequest) -> HttpResponse:
    """Newest months first, drafts among them; fifty a page, `after` is the last one seen."""
    with context.platform(REASON):
        rows = list(_after(request.GET.get("after", ""))[: PAGE + 1])
    return render(
        request,
        "billing/console/invoice_list.html",
        {"invoices": rows[:PAGE], "after": rows[PAGE - 1].pk if len(rows) > PAGE else ""},
    )


def _after(seen: str) -> QuerySet[Invoice]:
    rows = Invoice.objects.select_related("company").order_by("-id")
    try:
        return rows.filter(id__lt=UUID(seen))
    except ValueError:
        return rows


def _found(key: UUID) -> Invoice:
    with context.platform(REASON):
        invoice = Invoice.objects.select_related("company").filter(pk=key).first()
    if invoice is None:
        raise Http404
    return invoice


@requires("console.company.view")
@require_GET
def invoice(request: HttpRequest, key: UUID) -> HttpResponse:
    """The invoice of any company, draft or issued."""
    return render(request, "billing/console/invoice.html", {"bill": view_of(_found(key))})


@requires("console.company.view")
@require_GET
def invoice_json(request: HttpRequest, key: UUID) -> HttpResponse:
    """The invoice for programs."""
    return JsonResponse(invoices.as_json(_found(key)), json_dumps_params={"ensure_ascii": False})


@requires("console.company.view")
@require_GET
def invoice_pdf(request: HttpRequest, key: UUID) -> HttpResponse:
    """The stored PDF of an issued invoice."""
    found = _found(key)
    if found.state != Invoice.State.ISSUED:
        raise Http404
    with context.platform(REASON), context.inside(found.company):
        content = pdf.read(found)
    return pdf_response(found, content)
