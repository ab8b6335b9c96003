"""Pages of sign-up on the public site: the form, "look into your mail", and confirming (P2)."""

from __future__ import annotations

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from billing.signup import entry, legal, mistakes, passwords, registration
from billing.signup.forms import SignUpForm
from billing.signup.models import SignUp
from billing.signup.price_page import quoted
from billing.signup.selection import NAMES, Selection
from dangol.access import anyone
from dangol.errors import RuleBroken
from tenants import context, plans
from tenants.middleware import client_address
from tenants.people.models.user import Plan


@anyone
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """The form beside what was chosen on the price page; sent, it leads to `sent`."""
    chosen = _chosen(request)
    seats = {plan: count for plan, count in chosen.users.items() if count} if chosen else {}
    form = SignUpForm(request.POST if request.method == "POST" else None, initial={"seats": seats})
    signup = _signed_up(form, request) if form.is_bound else None
    if signup:
        return redirect("signup-sent", token=registration.sent_token(signup))
    form.begin_at_first_mistake()
    facts = {
        "form": form,
        "suffix": f".{settings.DANGOL_DOMAIN}",
        "quote": quoted(chosen) if chosen else None,
        "legal_version": legal.VERSION,
        "least_length": passwords.least_length(),
    }
    return render(request, "signup/form.html", facts, status=422 if form.errors else 200)


def _signed_up(form: SignUpForm, request: HttpRequest) -> SignUp | None:
    """The sign-up, or None: then the form tells all of its mistakes, missing and wrong together."""
    complete = form.is_valid()
    with context.platform("sign-up"):
        try:
            if complete:
                return registration.sign_up(_as_rules_want(form, request))
        except RuleBroken as broken:
            form.add_error(broken.field or None, broken.message)
        for mistake in mistakes.of(form.cleaned_data):
            form.add_error(mistake.field, mistake.message)
    return None


def _chosen(request: HttpRequest) -> Selection | None:
    """What the price page handed over as ?base=10&sales=3&sms=500; None when nothing was chosen."""
    if not any(name in request.GET for name in NAMES):
        return None
    selection = Selection.read(request.GET)
    return None if selection.is_empty else selection


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
@require_http_methods(["GET", "POST"])
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link went and what comes next; the button mails it once more."""
    problem, again = None, False
    try:
        with context.platform("the mail of a sign-up"):
            signup = registration.sent(token)
            if request.method == "POST" and signup.company is None:
                signup, again = registration.send_again(token), True
    except RuleBroken as broken:
        if broken.code == "link_invalid":
            return bad_link(request, broken)
        problem = broken.message
    if signup.company is not None:
        return redirect(signup.company.origin + entry.log_in_path())
    facts = {"signup": signup, "problem": problem, "again": again}
    return render(request, "signup/sent.html", facts, status=422 if problem else 200)


@anyone
@csp_update({"form-action": ["'self'", entry.COMPANIES]})  # type: ignore[arg-type]
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
        return bad_link(request, broken)
    if request.method == "POST":
        way_in = entry.entry_path(company) if is_new else entry.log_in_path()
        return redirect(company.origin + way_in)
    if signup.company is not None:
        return redirect(signup.company.origin + entry.log_in_path())
    plan = Plan(registration.largest_plan(signup.seats))
    facts = {
        "signup": signup,
        "domain": settings.DANGOL_DOMAIN,
        "plan": plan,
        "plan_is_ready": plans.is_ready(plan),
        "caution": plans.caution(),
    }
    return render(request, "signup/confirm.html", facts)


def bad_link(request: HttpRequest, broken: RuleBroken) -> HttpResponse:
    """A link that is wrong, too old, or replaced by a newer one."""
    return render(request, "signup/bad_link.html", {"message": broken.message}, status=410)
