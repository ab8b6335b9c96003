"""The way from the public site to a company's own log-in page: by its address name (P6)."""

from __future__ import annotations

import re

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.signup.entry import COMPANIES, log_in_path
from dangol.access import anyone

LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


@anyone
@csp_update({"form-action": ["'self'", COMPANIES]})  # type: ignore[arg-type]
@require_http_methods(["GET", "POST"])
def companies(request: HttpRequest) -> HttpResponse:
    """Asks for the address name and leads there, whether or not such a company exists."""
    typed = request.POST.get("address", "").strip()
    name = _name_in(typed)
    if request.method == "POST" and name:
        return redirect(COMPANIES.replace("*", name) + log_in_path())
    problem = ""
    if request.method == "POST":
        problem = _("Enter the first part of your company's address: small letters and digits.")
    facts = {
        "typed": typed,
        "problem": problem,
        "suffix": f".{settings.DANGOL_DOMAIN}",
        "log_in": COMPANIES + log_in_path(),
    }
    return render(request, "signup/companies.html", facts, status=422 if problem else 200)


def _name_in(typed: str) -> str:
    """`hanbit` of what people type: the name, the host, or the whole address of a page."""
    host = typed.lower().partition("://")[2] or typed.lower()
    name = host.partition("/")[0].partition(":")[0].removesuffix(f".{settings.DANGOL_DOMAIN}")
    return name if LABEL.fullmatch(name) else ""
