"""What every screen of a company shows around its content: navigation, company, user (U10)."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from dangol import access
from tenants import ports
from tenants.navigation import Navigation


def context(request: HttpRequest) -> dict[str, Any]:
    """Template context: company, navigation, message_account, theme, and the layout for them.

    Little on the public site, and little for whom the log-in rules refuse: `passed_rules` is set by
    `tenants.middleware.LogInRules`.
    """
    company = getattr(request, "company", None)
    shared = {
        "company": company,
        "is_development": settings.DEVELOPMENT,
        "theme": request.COOKIES.get("dangol_theme", ""),
        "layout": "layouts/plain.html",
    }
    user = getattr(request, "user", None)
    if company is None or user is None or not user.is_authenticated:
        return shared
    shared["user"] = user
    if not getattr(request, "passed_rules", False):
        return shared
    return shared | {
        "layout": "layouts/company.html",
        "navigation": Navigation(request),
        "companies_url": _companies_url(company.address),
        "message_account": SimpleLazyObject(lambda: ports.foot(request)),
        "corner": ports.corner(request),
        "report_url": SimpleLazyObject(partial(_report_url, user)),
        "viewing_as": getattr(request, "viewing_as", ""),
    }


def _report_url(user: Any) -> str:
    """Where a list becomes a report; "" for who may not make any."""
    may = access.user_can(user, "tenants.report.view")
    return reverse("tenants:report-new") if may else ""


def _companies_url(here: str) -> str:
    """Where one chooses another company to log in to: on the public site, which gets to know this
    one by the part after #, for a company's own site cannot tell another's browser storage."""
    site = f"{settings.DANGOL_SCHEME}://{settings.DANGOL_DOMAIN}{settings.DANGOL_PORT_SUFFIX}"
    return f"{site}{reverse('companies', urlconf=settings.PUBLIC_URLCONF)}#{here}"
