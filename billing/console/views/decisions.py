"""What the provider's staff decide: limits, payments that arrived, suspension (T1)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from billing.console.views.companies import company_page, found
from billing.forms.operating import LimitForm, LimitsForm, ReasonForm, TopUpForm
from billing.queries import companies
from billing.services import operating, prices, topups
from billing.services.operating import LIMITS, REASON
from dangol import clock
from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.toasts import undoable
from tenants import context
from tenants.models import Company


def _refuse(form: forms.Form, broken: RuleBroken) -> None:
    form.add_error(broken.field if broken.field in form.fields else None, str(broken))


@requires("console.company.edit")
@require_POST
def limit(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """Changes one limit: `name` is credit, sms_day, email_month ..."""
    company = found(number)
    if name not in LIMITS:
        raise Http404
    form = LimitForm(request.POST)
    if form.is_valid():
        try:
            before = operating.set_limit(company, name, form.cleaned_data["limit"])
        except RuleBroken as broken:
            form.add_error("limit", str(broken))
        else:
            undoable(
                request,
                _("Limit saved. It holds from the next message on."),
                reverse("console:company-limit-undo", args=[company.pk, name, before]),
            )
            return redirect("console:company", company.pk)
    return company_page(request, company, status=422, edit=name, form=form)


@requires("console.company.edit")
@require_POST
def limit_undo(request: HttpRequest, number: int, name: str, before: int) -> HttpResponse:
    """Puts a limit back to what it was."""
    company = found(number)
    if name not in LIMITS:
        raise Http404
    try:
        operating.set_limit(company, name, before)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("The limit is as it was."))
    return redirect("console:company", company.pk)


@requires("console.company.edit")
@require_http_methods(["GET", "POST"])
def limits(request: HttpRequest, number: int) -> HttpResponse:
    """All limits of a company at once."""
    company = found(number)
    form = LimitsForm(
        request.POST if request.method == "POST" else None, initial=_standing(company)
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                operating.set_credit(company, form.cleaned_data["credit"])
                operating.set_limits(company, form.limits())
        except RuleBroken as broken:
            _refuse(form, broken)
        else:
            messages.success(request, _("Limits saved. They hold from the next message on."))
            return redirect("console:company", company.pk)
    return _form_page(request, "limits", company, form)


def _standing(company: Company) -> dict[str, int]:
    with context.platform(REASON):
        return LimitsForm.standing(companies.view_of(company))


@requires("console.company.edit")
@require_http_methods(["GET", "POST"])
def top_up(request: HttpRequest, number: int) -> HttpResponse:
    """Enters a bank transfer. Money moves, so the amount is written twice: with and without VAT."""
    company = found(number)
    form = TopUpForm(
        request.POST if request.method == "POST" else None,
        initial={"received_on": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            entered = topups.enter(company, entered_by=str(request.user), **form.cleaned_data)
        except RuleBroken as broken:
            _refuse(form, broken)
        else:
            messages.success(
                request,
                _("%(supply)s added to the balance; %(paid)s came in.")
                % {"supply": f"₩{entered.supply:,}", "paid": f"₩{entered.paid:,}"},
            )
            return redirect("console:company", company.pk)
    with context.platform(REASON):
        vat = prices.book_on(company, clock.today()).vat_basis_points
    return _form_page(request, "top_up", company, form, vat=vat)


@requires("console.company.edit")
@require_http_methods(["GET", "POST"])
def suspend(request: HttpRequest, number: int) -> HttpResponse:
    """Suspends a company for a reason; the toast takes it back."""
    company = found(number)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        operating.suspend(company, reason=form.cleaned_data["reason"])
        undoable(
            request,
            _("%(name)s is suspended.") % {"name": company.name},
            reverse("console:company-restore", args=[company.pk]),
        )
        return redirect("console:company", company.pk)
    return _form_page(request, "suspend", company, form)


@requires("console.company.edit")
@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    company = found(number)
    operating.restore(company)
    messages.success(request, _("%(name)s is open again.") % {"name": company.name})
    return redirect("console:company", company.pk)


def _form_page(
    request: HttpRequest, name: str, company: Company, form: forms.Form, **more: Any
) -> HttpResponse:
    status = 422 if form.errors else 200
    shown = {"firm": company, "form": form} | more
    return render(request, f"billing/console/{name}.html", shown, status=status)
