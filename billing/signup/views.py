"""Pages of sign-up on the public site, and the first entry into the new portal (P2)."""

from __future__ import annotations

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from billing.signup import registration
from billing.signup.forms import SignUpForm
from dangol.access import anyone
from dangol.errors import RuleBroken
from tenants import context
from tenants.middleware import client_address
from tenants.models import Company
from tenants.people.models import User
from tenants.people.models.user import Plan
from tenants.requests import CompanyRequest
from tenants.services import founding

ENTRY_SECONDS = 120


@anyone
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """The form; sent correctly, it answers with "look into your mail"."""
    form = SignUpForm(request.POST or None, initial={"seats": _chosen_seats(request)})
    if request.method == "POST" and form.is_valid():
        try:
            with context.platform("sign-up"):
                signup = registration.sign_up(_as_rules_want(form, request))
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        else:
            return render(request, "signup/sent.html", {"signup": signup})
    status = 422 if form.errors else 200
    page = {"form": form, "domain": settings.DANGOL_DOMAIN}
    return render(request, "signup/form.html", page, status=status)


def _chosen_seats(request: HttpRequest) -> dict[str, int]:
    """What the price page handed over as ?base=10&sales=3."""
    given = {plan: request.GET.get(plan, "") for plan in Plan.values}
    return {plan: int(text) for plan, text in given.items() if text.isdecimal() and int(text)}


def _as_rules_want(form: SignUpForm, request: HttpRequest) -> registration.Form:
    data = form.cleaned_data
    return registration.Form(
        company_name=data["company_name"],
        business_number=data["business_number"],
        address=data["address"],
        admin_name=data["admin_name"],
        email=data["email"],
        password=data["password"],
        seats=data["seats"],
        news=data["news"],
        language=translation.get_language() or settings.LANGUAGE_CODE,
        client_address=client_address(request),
    )


@anyone
@require_GET
def address(request: HttpRequest) -> HttpResponse:
    """Whether an address is free, as one line below its field while one types."""
    wanted = request.GET.get("address", "").strip().lower()
    with context.platform("is the address free"):
        problem = founding.address_problem(wanted) if wanted else None
    facts = {"wanted": wanted, "problem": problem, "domain": settings.DANGOL_DOMAIN}
    return render(request, "signup/address.html", facts)


COMPANIES = f"{settings.DANGOL_SCHEME}://*.{settings.DANGOL_DOMAIN}{settings.DANGOL_PORT_SUFFIX}"
"""The button's answer leads to a company's own host: the content policy must let the form go."""


@anyone
@csp_update({"form-action": ["'self'", COMPANIES]})  # type: ignore[arg-type]
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail: one button founds the company and leads into it, at once.

    Opening the link does nothing yet: mail scanners open links, too.
    """
    try:
        with context.platform("confirm a sign-up"):
            if request.method == "GET":
                signup = registration.behind(token)
            else:
                company, is_new = registration.confirm(token)
    except RuleBroken as broken:
        return render(request, "signup/bad_link.html", {"message": broken.message}, status=410)
    if request.method == "POST":
        return redirect(company.origin + (entry_path(company) if is_new else log_in_path()))
    if signup.company is not None:
        return redirect(signup.company.origin + log_in_path())
    return render(request, "signup/confirm.html", {"signup": signup})


def log_in_path() -> str:
    return reverse("account_login", urlconf=settings.ROOT_URLCONF)


def entry_path(company: Company) -> str:
    """A way in that works once, right after founding; later it leads to the log-in page."""
    token = signing.dumps(company.pk, salt="signup.entry")
    return reverse("welcome", args=[token], urlconf=settings.ROOT_URLCONF)


@anyone
@require_GET
def entry(request: CompanyRequest, token: str) -> HttpResponse:
    """Logs the founder in for the first time; 404 with another company's token."""
    try:
        number = signing.loads(token, salt="signup.entry", max_age=ENTRY_SECONDS)
    except signing.BadSignature:
        return redirect("account_login")
    if number != request.company.pk:
        raise Http404
    founder = User.objects.order_by("created_at").first()
    if founder is None or founder.last_login is not None:
        return redirect("account_login")
    login(request, founder, backend=settings.AUTHENTICATION_BACKENDS[0])
    messages.success(request, _("Welcome to Dangol. Your portal is ready."))
    return redirect("home")
