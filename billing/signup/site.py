"""What all pages of the public site share: language, addresses for search engines, the footer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_GET

from billing.models import CompanyProfile
from billing.signup import legal
from dangol.access import anyone
from tenants import context

ORIGIN = f"{settings.DANGOL_SCHEME}://{settings.DANGOL_DOMAIN}{settings.DANGOL_PORT_SUFFIX}"
LANGUAGE_KEY = "lang"
FOUND_BY_SEARCH = ("prices", "features", "help", "legal-terms", "legal-privacy", "legal-processing")
"""Names of the pages that search engines may list."""
YEAR = 31_536_000


def in_language_of_address(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets `?lang=en` choose the language, for links and search engines, which carry no cookie."""

    @wraps(view)
    def localized(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        code = request.GET.get(LANGUAGE_KEY, "")
        if code not in dict(settings.LANGUAGES):
            return view(request, *args, **kwargs)
        translation.activate(code)  # the next request's middleware chooses anew
        response = view(request, *args, **kwargs)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, samesite="Lax")
        return response

    return localized


def page(
    request: HttpRequest, template: str, facts: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the public site with its own address per language and the provider's footer."""
    shared = {
        "addresses": {code: address_in(request.path, code) for code, _ in settings.LANGUAGES},
        "canonical": address_in(request.path, translation.get_language() or settings.LANGUAGE_CODE),
        "provider": provider(),
        "legal_version": legal.VERSION,
    }
    return render(request, template, {**shared, **facts}, status=status)


def address_in(path: str, language: str) -> str:
    """The full address of a public page in a language; the first language needs no word."""
    query = "" if language == settings.LANGUAGE_CODE else f"?{LANGUAGE_KEY}={language}"
    return ORIGIN + path + query


def provider() -> CompanyProfile | None:
    """Who runs this Dangol, as registered: None before that has been entered."""
    with context.platform("public footer"):
        profiles = CompanyProfile.objects.select_related("company")
        return profiles.filter(company__is_provider=True).first()


@anyone
@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: the public pages, but no sign-up and no link from a mail."""
    lines = ["User-agent: *", "Disallow: /signup", "Disallow: /companies", "Allow: /"]
    lines += ["", f"Sitemap: {ORIGIN}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@anyone
@require_GET
def company_robots(request: HttpRequest) -> HttpResponse:
    """A company's own address is for its people, not for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


@anyone
@require_GET
def sitemap(request: HttpRequest) -> HttpResponse:
    """The public pages in every language."""
    languages = [code for code, _ in settings.LANGUAGES]
    pages = [
        {"addresses": {code: address_in(reverse(name), code) for code in languages}}
        for name in FOUND_BY_SEARCH
    ]
    return render(request, "signup/sitemap.xml", {"pages": pages}, content_type="application/xml")


@anyone
@require_GET
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers and robots ask for this name whatever the pages say."""
    return redirect(static("favicon.svg"), permanent=True)
