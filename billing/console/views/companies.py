"""The list of companies, and the page of one (T1)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from billing.console.heads import heads
from billing.forms.operating import LimitForm
from billing.queries import companies, deeds
from billing.queries.directory import Wish, directory, neighbours
from billing.queries.limits import Gauge, gauges
from billing.services.operating import REASON
from dangol.access import requires, user_can
from tenants import context
from tenants.models import Company

DEEDS = 8
"""Lines of the audit that the page of a company shows."""


def found(number: int) -> Company:
    """The customer with this number; 404 for none, and for the provider itself."""
    with context.platform(REASON):
        company = Company.objects.filter(pk=number, is_provider=False).first()
    if company is None:
        raise Http404
    return company


def _wish(request: HttpRequest) -> Wish:
    asked = request.GET
    return Wish.read(asked.get("find", ""), asked.get("state", ""), asked.get("sort", ""))


@requires("console.company.view")
@require_GET
def company_list(request: HttpRequest) -> HttpResponse:
    """Fifty companies a page, found by name, address or business number, in any order."""
    page = request.GET.get("page", "")
    with context.platform(REASON):
        listed = directory(_wish(request), int(page) if page.isdecimal() and len(page) < 6 else 1)
    return render(
        request,
        "billing/console/company_list.html",
        {"list": listed, "heads": heads(listed.wish), "query": _query(request)},
    )


def _query(request: HttpRequest) -> str:
    """What was asked of the list, for the addresses of its companies and the way back."""
    asked = request.GET.copy()
    for name in ("edit", "page"):
        asked.pop(name, None)
    return asked.urlencode()


@requires("console.company.view")
@require_GET
def company(request: HttpRequest, number: int) -> HttpResponse:
    """Usage, account, limits and invoices of one company; `?edit=sms_day` opens that limit."""
    return company_page(request, found(number), edit=request.GET.get("edit", ""))


def company_page(
    request: HttpRequest,
    company: Company,
    *,
    status: int = 200,
    edit: str = "",
    form: LimitForm | None = None,
) -> HttpResponse:
    """The company's page; `edit` names the limit that is being changed, `form` the refused one."""
    may_edit = user_can(request.user, "console.company.edit")
    with context.platform(REASON):
        view = companies.view_of(company)
        before, after = neighbours(company, _wish(request))
    lines = gauges(view)
    return render(
        request,
        "billing/console/company.html",
        {
            "view": view,
            "gauges": lines,
            "may_edit": may_edit,
            "edit": edit if may_edit else "",
            "form": form or _form(edit, lines),
            "query": _query(request),
            "before": before,
            "after": after,
            "deeds": deeds.about(company)[:DEEDS],
        },
        status=status,
    )


def _form(edit: str, lines: list[Gauge]) -> LimitForm | None:
    """The form of the limit that is to be changed, filled with what holds now."""
    gauge = next((each for each in lines if each.name == edit), None)
    return LimitForm(initial={"limit": gauge.limit}) if gauge else None
