"""What a company pays: the month so far, its message account, its invoices (Q1, Q8)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from billing import labels
from billing.forms.registration import RegistrationForm
from billing.models import CompanyProfile, Hold, Invoice, SeatEvent
from billing.services import forecast
from billing.services import registration as registering
from dangol.access import requires
from dangol.errors import RuleBroken
from messaging import ports
from tenants import context
from tenants.services import licences


@requires("billing.account.view")
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """The running month by plan and channel, the account with its holds, the issued invoices."""
    company = context.company()
    if company.is_provider:
        return redirect("billing:registration")
    month = forecast.month_so_far(company)
    return render(
        request,
        "billing/account.html",
        {
            "month": month,
            "plans": [(plan, labels.item(f"seat.{plan.plan}")) for plan in month.plans],
            "messages_sent": [(line, labels.item(line.item)) for line in month.messages],
            "account": ports.meter().account(),
            "holds": [hold for hold in Hold.objects.order_by("-created_at")[:50] if hold.left],
            "invoices": Invoice.objects.filter(state=Invoice.State.ISSUED).order_by("-month"),
            "advice": forecast.advice(company),
            "seat_events": SeatEvent.objects.order_by("-at", "-id")[:10],
        },
    )


@requires("billing.account.edit", while_suspended=True)
@require_http_methods(["GET", "POST"])
def registration(request: HttpRequest) -> HttpResponse:
    """The company's registration data, as it will stand on the next invoice."""
    company = context.company()
    profile = CompanyProfile.objects.get_or_create(company=company)[0]
    form = RegistrationForm(request.POST or None, instance=profile)
    if request.method == "POST" and form.is_valid():
        registering.change(company, form.cleaned_data)
        messages.success(request, _("Saved. It stands on the next invoice."))
        return redirect("billing:registration")
    status = 422 if form.errors else 200
    return render(request, "billing/registration.html", {"form": form}, status=status)


@requires("billing.account.view")
@require_GET
def licence_preview(request: HttpRequest) -> HttpResponse:
    """A piece of page: what `?plans=sales&plans=service` for `&user=<id>` would cost (Q1)."""
    company = context.company()
    try:
        plans = licences.checked(request.GET.getlist("plans"))
    except RuleBroken as broken:
        return render(request, "billing/_licence_preview.html", {"problem": broken}, status=422)
    preview = forecast.preview(company, _uuid(request.GET.get("user", "")), plans)
    return render(request, "billing/_licence_preview.html", {"preview": preview})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
