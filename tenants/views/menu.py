"""The quick bar as a screen: one's own menu, what one opened, the whole menu (A5)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dangol.access import requires
from tenants.queries import menu
from tenants.requests import CompanyRequest


@requires("desk.own.use")
@require_GET
def full_menu(request: CompanyRequest) -> HttpResponse:
    """Every screen by module, with a star that puts it into one's own menu."""
    context = {"groups": menu.groups(request.user), "history": menu.history(request.user)}
    return render(request, "tenants/menu.html", context)
