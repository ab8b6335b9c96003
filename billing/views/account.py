"""What a company pays: the month so far, its messages, what a change would cost (Q1, Q8)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from billing import labels
from billing.models import CompanyProfile, Invoice
from billing.queries import seats, usage
from billing.queries.wallet import wallet_of
from billing.services import forecast, prices
from billing.services.forecast import MonthSoFar
from billing.services.months import Month
from dangol import clock
from dangol.access import requires, user_can
from dangol.errors import RuleBroken
from dangol.ids import read_id
from tenants import context
from tenants.models import Company
from tenants.plans import caution, is_ready
from tenants.services import licences

SOME = 5
"""Sends and invoices that the month's page shows; the rest stands on their own pages."""


@requires("billing.account.view")
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """The running month by plan and send, the account with its holds, the latest invoices."""
    company = context.company()
    if company.is_provider:
        return redirect("billing:registration")
    month = forecast.month_so_far(company)
    invoices = Invoice.objects.filter(company=company).defer("inputs", "document")
    return render(
        request,
        "billing/account.html",
        {
            "tab": "month",
            "month": month,
            "plans": seats.rows(month),
            "chart": seats.chart(month),
            "usage": usage.by_send(company, month.month),
            "some": SOME,
            "wallet": wallet_of(company),
            "change": _change(invoices, month),
            "invoices": invoices.filter(state=Invoice.State.ISSUED).order_by("-month")[:SOME],
            "advice": forecast.advice(company),
            "profile": CompanyProfile.objects.filter(company=company).first() or CompanyProfile(),
            "may_change_seats": user_can(request.user, "tenants.user.manage"),
        },
    )


def _change(invoices: QuerySet[Invoice], month: MonthSoFar) -> str:
    """How the forecast differs from last month's invoice, +₩1,516,884; "" without one."""
    last = invoices.filter(month=month.month.previous.first).first()
    return labels.change(month.forecast.supply - last.supply) if last else ""


@requires("billing.account.view")
@require_GET
def month_usage(request: HttpRequest) -> HttpResponse:
    """The messages of one month, `?month=2026-11`, by day and by send."""
    company = context.company()
    today = clock.today()
    months = _months(company, Month.of(today))
    try:
        month = Month.read(request.GET["month"]) if "month" in request.GET else months[0]
    except RuleBroken:
        month = months[0]
    if month not in months:
        month = months[0]
    return render(
        request,
        "billing/usage.html",
        {"tab": "usage", "month": month} | _usage(company, month) | _neighbours(month, months),
    )


def _usage(company: Company, month: Month) -> dict[str, Any]:
    return {
        "chart": usage.month_chart(company, month, clock.today()),
        "usage": usage.by_send(company, month),
    }


def _neighbours(month: Month, months: list[Month]) -> dict[str, Month | None]:
    place = months.index(month)
    return {
        "later": months[place - 1] if place else None,
        "earlier": months[place + 1] if place + 1 < len(months) else None,
    }


def _months(company: Company, last: Month) -> list[Month]:
    """The months in which the company was a customer, newest first; the present one at least."""
    first = Month.of(prices.first_day(company) or last.first)
    months = [last]
    while months[-1] > first:
        months.append(months[-1].previous)
    return months


@requires("billing.account.view")
@require_GET
def licence_preview(request: HttpRequest) -> HttpResponse:
    """A piece of page: what `?plans=sales&plans=service` for `&user=<id>` would cost (Q1)."""
    company = context.company()
    try:
        plans = licences.checked(request.GET.getlist("plans"))
    except RuleBroken as broken:
        return render(request, "billing/_licence_preview.html", {"problem": broken}, status=422)
    waiting = [plan for plan in plans if not is_ready(plan)]
    preview = forecast.preview(company, read_id(request.GET.get("user", "")), plans)
    return render(
        request,
        "billing/_licence_preview.html",
        {"preview": preview, "caution": caution() if waiting else ""},
    )
