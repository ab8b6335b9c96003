"""What every screen of a company shows around its content: navigation, company, user (U10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from dangol import access, registry
from tenants import ports


@dataclass(frozen=True)
class MenuLine:
    """One line of the navigation as drawn."""

    label: str
    url: str
    icon: str
    active: bool


def context(request: HttpRequest) -> dict[str, Any]:
    """Template context: company, menu, message_account, theme; empty on the public site."""
    company = getattr(request, "company", None)
    shared = {
        "company": company,
        "is_development": settings.DEVELOPMENT,
        "theme": request.COOKIES.get("dangol_theme", ""),
    }
    user = getattr(request, "user", None)
    if company is None or user is None or not user.is_authenticated:
        return shared
    return shared | {
        "user": user,
        "menu": menu(request),
        "message_account": ports.foot(request),
    }


def menu(request: HttpRequest) -> list[MenuLine]:
    """The navigation lines open to this user, modules first, then the layers below them."""
    modules = [d for d in registry.declarations() if registry.is_module(d)]
    layers = [d for d in reversed(registry.declarations()) if not registry.is_module(d)]
    lines = []
    for declaration in [*modules, *layers]:
        for item in declaration.menu:
            if access.user_can(request.user, item.permission):
                url = reverse(item.url_name)
                home = f"/{declaration.code}/" if len(declaration.menu) == 1 else url
                lines.append(MenuLine(str(item.label), url, item.icon, _is_below(request, home)))
    return _only_longest_active(lines)


def _is_below(request: HttpRequest, url: str) -> bool:
    return request.path == url or request.path.startswith(url.rstrip("/") + "/")


def _only_longest_active(lines: list[MenuLine]) -> list[MenuLine]:
    """Of several lines that fit the address, only the closest is active."""
    best = max((line.url for line in lines if line.active), key=len, default="")
    return [MenuLine(x.label, x.url, x.icon, x.active and x.url == best) for x in lines]
