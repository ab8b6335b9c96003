"""A company's settings: who it is, its hours, its log-in rules (P6, P7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol import clock
from dangol.access import anyone, requires
from dangol.errors import RuleBroken
from dangol.toasts import undoable
from tenants import colours, house
from tenants.clients import client_address, is_behind_unknown_proxy
from tenants.forms.company import HoursForm, IdentityForm, LogInRulesForm, zone_pairs
from tenants.people.models import House
from tenants.requests import CompanyRequest
from tenants.second_factor import proved_to_change
from tenants.services import company as settings
from tenants.services import logo as logos

MANAGE = "tenants.company.manage"


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def company(request: CompanyRequest) -> HttpResponse:
    """Name, logo, colour, zone, fiscal year."""
    row = House.present()
    initial = {
        "name": request.company.name,
        "time_zone": request.company.time_zone,
        "colour": row.colour,
        "fiscal_month": row.fiscal_month,
    }
    form = IdentityForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            settings.change_identity(**form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("tenants:company")
    return _company_page(request, form, status=422 if form.errors else 200)


def _company_page(request: CompanyRequest, form: IdentityForm, **answer: Any) -> HttpResponse:
    chosen = str(form["colour"].value() or "").lower()
    readable = colours.HEX.fullmatch(chosen) is not None
    page = {
        "form": form,
        "zones": zone_pairs(clock.now()),
        "colours": colours.CHOICES,
        "is_own_colour": chosen not in dict(colours.CHOICES),
        "shades": colours.shades(chosen) if readable else None,
        "problem": answer.pop("problem", ""),
    }
    return render(request, "tenants/company.html", page, **answer)


@requires(MANAGE)
@require_GET
def colour_preview(request: CompanyRequest) -> HttpResponse:
    """How a colour will look on both themes, adjusted where it would not be readable."""
    chosen = request.GET.get("colour", "").lower()
    if not colours.HEX.fullmatch(chosen):
        raise Http404
    page = {"shades": colours.shades(chosen), "chosen": chosen}
    return render(request, "tenants/parts/colour_preview.html", page)


@requires(MANAGE, upload=logos.LARGEST)
@require_POST
def logo_change(request: CompanyRequest) -> HttpResponse:
    upload = request.FILES.get("logo")
    try:
        if upload is None:
            raise RuleBroken("logo_missing", _("Choose a file first."), field="logo")
        logos.change(upload, upload.size or 0)
    except RuleBroken as broken:
        row = House.present()
        initial = {"name": request.company.name, "time_zone": request.company.time_zone}
        initial |= {"colour": row.colour, "fiscal_month": row.fiscal_month}  # type: ignore[dict-item]
        form = IdentityForm(initial=initial)
        return _company_page(request, form, status=422, problem=broken.message)
    messages.success(request, _("The logo is in place."))
    return redirect("tenants:company")


@requires(MANAGE)
@require_POST
def logo_remove(request: CompanyRequest) -> HttpResponse:
    key = logos.remove()
    if key is not None:
        undo = reverse("tenants:logo-restore", args=[key])
        undoable(request, _("The logo was removed."), undo)
    return redirect("tenants:company")


@requires(MANAGE)
@require_POST
def logo_restore(request: CompanyRequest, key: UUID) -> HttpResponse:
    if not logos.restore(key):
        raise Http404
    messages.success(request, _("The logo is back."))
    return redirect("tenants:company")


@anyone
@require_GET
@cache_control(max_age=31_536_000, immutable=True, private=True)
def logo(request: HttpRequest, key: UUID, form: str) -> HttpResponseBase:
    """One form of the present logo: the log-in page shows it to anybody. Another key is 404."""
    if getattr(request, "company", None) is None or house.facts().logo_key != key:
        raise Http404
    if form not in logos.FORMS:
        raise Http404
    try:
        return FileResponse(
            default_storage.open(logos.file_name(key, form)), content_type="image/png"
        )
    except FileNotFoundError as error:
        raise Http404 from error


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def hours(request: CompanyRequest) -> HttpResponse:
    """Working hours of each weekday, with the break."""
    row = House.present()
    form = HoursForm(
        request.POST if request.method == "POST" else None, initial=HoursForm.values_of(row)
    )
    if request.method == "POST" and form.is_valid() and _hours_kept(form):
        messages.success(request, _("Saved."))
        return redirect("tenants:hours")
    return render(request, "tenants/hours.html", {"form": form}, status=422 if form.errors else 200)


@requires(MANAGE)
@proved_to_change
@require_http_methods(["GET", "POST"])
def login_rules(request: CompanyRequest) -> HttpResponse:
    """Second factor, idle time, networks."""
    row = House.present()
    initial = {
        "second_factor": row.second_factor,
        "idle_minutes": row.idle_minutes,
        "networks_text": "\n".join(row.networks),
    }
    form = LogInRulesForm(request.POST if request.method == "POST" else None, initial=initial)
    address = client_address(request)
    if request.method == "POST" and form.is_valid() and _rules_kept(request, form):
        messages.success(request, _("Saved."))
        return redirect("tenants:login-rules")
    page = {"form": form, "address": address}
    return render(request, "tenants/login_rules.html", page, status=422 if form.errors else 200)


def _hours_kept(form: HoursForm) -> bool:
    return _kept(form, settings.change_hours, week=form.week(), lunch=form.lunch())


def _rules_kept(request: CompanyRequest, form: LogInRulesForm) -> bool:
    return _kept(
        form,
        settings.change_login_rules,
        **form.cleaned_data,
        address=client_address(request),
        is_address_sure=not is_behind_unknown_proxy(request),
    )


def _kept(form: forms.Form, change: Callable[..., None], **values: Any) -> bool:
    """Does the change; what breaks a rule stands at its field afterwards."""
    try:
        change(**values)
    except RuleBroken as broken:
        form.add_error(broken.field or None, broken.message)
        return False
    return True
