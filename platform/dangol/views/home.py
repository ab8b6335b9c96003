"""The first page of a company, the language switch and the health check."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_GET, require_POST

from dangol import access, preferences, registry


@access.anyone
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Sends the user to the first line of their navigation, or to the log-in page."""
    if not request.user.is_authenticated:
        return redirect(settings.LOGIN_URL)
    items = [(item, d) for d in registry.declarations() for item in d.menu]
    items.sort(key=lambda each: (each[0].place, each[0].order, not registry.is_module(each[1])))
    for item, _declaration in items:
        if access.user_can(request.user, item.permission):
            return redirect(item.url_name)
    return redirect("tenants:profile")


@access.anyone
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switches between Korean and English, for the user too, and comes back to the same page."""
    code = request.POST.get("language", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    if check_for_language(code) and code in dict(settings.LANGUAGES):
        if getattr(request, "company", None) and request.user.is_authenticated:
            preferences.speak(request.user, code)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=31_536_000, samesite="Lax")
    return response


@access.anyone
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Whether web and database answer; for load balancers and containers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "home": reverse("health")})
