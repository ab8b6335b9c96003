"""What the provider's staff decide: limits, payments that arrived, suspension (T1)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from billing.console.views.companies import company_page, found
from billing.forms.operating import LimitsForm, ReasonForm, TopUpForm
from billing.services import operating, topups
from dangol.access import requires
from dangol.errors import RuleBroken


def _refuse(form: forms.Form, broken: RuleBroken) -> None:
    form.add_error(broken.field if broken.field in form.fields else None, str(broken))


@requires("console.company.edit")
@require_POST
def limits(request: HttpRequest, number: int) -> HttpResponse:
    company = found(number)
    form = LimitsForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                operating.set_credit(company, form.cleaned_data["credit"])
                operating.set_limits(company, form.limits())
        except RuleBroken as broken:
            _refuse(form, broken)
        else:
            messages.success(request, _("Limits saved. They hold from the next message on."))
            return redirect("console:company", company.pk)
    return company_page(request, company, status=422, limits_form=form)


@requires("console.company.edit")
@require_POST
def top_up(request: HttpRequest, number: int) -> HttpResponse:
    company = found(number)
    form = TopUpForm(request.POST)
    if form.is_valid():
        try:
            topups.enter(company, entered_by=str(request.user), **form.cleaned_data)
        except RuleBroken as broken:
            _refuse(form, broken)
        else:
            messages.success(request, _("Payment entered; the balance is up."))
            return redirect("console:company", company.pk)
    return company_page(request, company, status=422, top_up_form=form)


@requires("console.company.edit")
@require_POST
def suspend(request: HttpRequest, number: int) -> HttpResponse:
    company = found(number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return company_page(request, company, status=422, reason_form=form)
    operating.suspend(company, reason=form.cleaned_data["reason"])
    messages.success(request, _("%(name)s is suspended.") % {"name": company.name})
    return redirect("console:company", company.pk)


@requires("console.company.edit")
@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    company = found(number)
    operating.restore(company)
    messages.success(request, _("%(name)s is open again.") % {"name": company.name})
    return redirect("console:company", company.pk)
