"""Invoices of all companies, for the provider's staff (T1)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from billing.models import Invoice
from billing.queries.bills import view_of
from billing.services import invoices, pdf
from billing.services.operating import REASON
from billing.views.invoices import pdf_response, wanted_language
from dangol.access import requires
from dangol.ids import read_id
from tenants import context

PAGE = 50
STATES = tuple(Invoice.State.values)


@requires("console.company.view")
@require_GET
def invoice_list(request: HttpRequest) -> HttpResponse:
    """Newest first, drafts among them; fifty a page, `after` is the last one seen."""
    find = request.GET.get("find", "").strip()[:60]
    state = request.GET.get("state", "")
    with context.platform(REASON):
        found = _matching(find)
        counts = found.aggregate(
            all=Count("pk"), **{each: Count("pk", filter=Q(state=each)) for each in STATES}
        )
        chosen = found.filter(state=state) if state in STATES else found
        rows = list(_after(chosen, request.GET.get("after", ""))[: PAGE + 1])
    return render(
        request,
        "billing/console/invoice_list.html",
        {
            "invoices": rows[:PAGE],
            "after": rows[PAGE - 1].pk if len(rows) > PAGE else "",
            "counts": counts,
            "count": counts[state if state in STATES else "all"],
            "find": find,
            "state": state if state in STATES else "",
        },
    )


def _matching(find: str) -> QuerySet[Invoice]:
    """Invoices whose number begins so (2026-10 is a month), or of companies called so."""
    invoices = Invoice.objects.select_related("company").defer("inputs", "document")
    if not find:
        return invoices
    return invoices.filter(
        Q(number__startswith=find) | Q(company__name__icontains=find) | Q(company__address=find)
    )


def _after(invoices: QuerySet[Invoice], seen: str) -> QuerySet[Invoice]:
    after = read_id(seen)
    return (invoices.filter(id__lt=after) if after else invoices).order_by("-id")


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
    """The stored PDF of an issued invoice; `?language=en` draws a translation of it."""
    found = _found(key)
    if found.state != Invoice.State.ISSUED:
        raise Http404
    language = wanted_language(request)
    with context.platform(REASON), context.inside(found.company):
        content = pdf.copy(found, language)
    return pdf_response(found, content, language)
