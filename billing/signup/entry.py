"""The founder's first way into the new company, and everybody's way to its log-in page (P2)."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dangol.access import anyone
from tenants.models import Company
from tenants.people.models import User
from tenants.requests import CompanyRequest

ENTRY_SECONDS = 120
COMPANIES = f"{settings.DANGOL_SCHEME}://*.{settings.DANGOL_DOMAIN}{settings.DANGOL_PORT_SUFFIX}"
"""Answers that lead to a company's own host: the content policy must let their forms go there."""


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
