"""Notices shown by this browser: turning them on and off, and the script that shows them (U9)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dangol.access import anyone, requires
from dangol.errors import RuleBroken
from tenants.notices.services import pushing
from tenants.requests import CompanyRequest


@requires("tenants.notice.view")
@require_POST
def push_add(request: CompanyRequest) -> HttpResponse:
    """Keeps what the browser gave: 204, or 422 with a sentence."""
    values = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    try:
        pushing.add(request.user, agent=request.headers.get("User-Agent", ""), **values)
    except RuleBroken as broken:
        return HttpResponse(str(broken), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@requires("tenants.notice.view", while_suspended=True)
@require_POST
def push_remove(request: CompanyRequest) -> HttpResponse:
    pushing.remove(request.user, request.POST.get("endpoint", ""))
    return HttpResponse(status=204)


@anyone
@never_cache
@require_GET
def push_worker(request: HttpRequest) -> HttpResponse:
    """The script that the browser keeps; of our own host, the same for everybody."""
    return render(request, "tenants/notices/worker.js", content_type="text/javascript")
