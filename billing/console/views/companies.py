"""The list of companies, and the page of one (T1)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from billing import labels
from billing.forms.operating import LimitsForm, ReasonForm, TopUpForm
from billing.queries import companies
from billing.services.operating import REASON
from dangol import clock
from dangol.access import requires, user_can
from tenants import context
from tenants.models import Company


def found(number: int) -> Company:
    """The customer with this number; 404 for none, and for the provider itself."""
    with context.platform(REASON):
        company = Company.objects.filter(pk=number, is_provider=False).first()
    if company is None:
        raise Http404
    return company


@requires("console.company.view")
@require_GET
def company_list(request: HttpRequest) -> HttpResponse:
    """Fifty companies a page, found by name, address or business number."""
    find = request.GET.get("find", "").strip()[:60]
    with context.platform(REASON):
        page = companies.page(find, request.GET.get("after", "")[:30])
    return render(request, "billing/console/company_list.html", {"page": page, "find": find})


@requires("console.company.view")
@require_GET
def company(request: HttpRequest, number: int) -> HttpResponse:
    """Usage, account, limits and invoices of one company, with what may be decided."""
    return company_page(request, found(number))


def company_page(
    request: HttpRequest, company: Company, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The company's page; `forms` replaces a form by the one that was refused."""
    with context.platform(REASON):
        view = companies.view_of(company)
    return render(
        request,
        "billing/console/company.html",
        {
            "view": view,
            "plans": [(plan, labels.item(f"seat.{plan.plan}")) for plan in view.month.plans],
            "messages_sent": [(line, labels.item(line.item)) for line in view.month.messages],
            "may_edit": user_can(request.user, "console.company.edit"),
            "limits_form": LimitsForm(initial=LimitsForm.standing(view)),
            "top_up_form": TopUpForm(initial={"received_on": clock.today()}),
            "reason_form": ReasonForm(),
        }
        | forms,
        status=status,
    )
