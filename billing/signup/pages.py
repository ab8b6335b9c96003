"""The public site's pages to read: features, help and the legal documents."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_GET

from billing.models.account import NEW_COMPANY_CREDIT
from billing.services import pricing
from billing.signup import legal, plans, site
from billing.signup.models import LIFE
from dangol.access import anyone
from tenants.people.models.user import Plan
from tenants.plans import is_ready


@anyone
@require_GET
@site.in_language_of_address
def features(request: HttpRequest) -> HttpResponse:
    """What each plan opens; plans whose screens are not there yet say so."""
    sections = [
        {
            "code": plan,
            "label": Plan(plan).label,
            "summary": plans.SUMMARIES[plan],
            "abilities": plans.ABILITIES[plan],
            "is_ready": is_ready(plan),
        }
        for plan in pricing.PLANS
    ]
    return site.page(request, "signup/features.html", {"plans": sections, "shared": plans.SHARED})


@anyone
@require_GET
@site.in_language_of_address
def help_page(request: HttpRequest) -> HttpResponse:
    """The first answers, for those who have no log-in yet or cannot use it."""
    facts = {
        "text": f"signup/help/{_language()}.html",
        "hours": int(LIFE.total_seconds()) // 3600,
        "credit": NEW_COMPANY_CREDIT,
    }
    return site.page(request, "signup/help.html", facts)


@anyone
@require_GET
@site.in_language_of_address
def document(request: HttpRequest, code: str) -> HttpResponse:
    """One legal text in the language of the page, with its version and the other texts."""
    facts = {
        "document": legal.DOCUMENTS[code],
        "documents": legal.DOCUMENTS.values(),
        "text": f"signup/legal/{_language()}/{code}.html",
        "since": legal.in_force_since(),
        "sub_processors": legal.sub_processors(),
        "credit": NEW_COMPANY_CREDIT,
    }
    return site.page(request, "signup/document.html", facts)


def _language() -> str:
    """Saved texts stand in Korean and in English."""
    return "ko" if translation.get_language() == "ko" else "en"
