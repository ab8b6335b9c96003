"""Notices which screen a user opened (A22)."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tenants.middleware import Respond
from tenants.people.models import User
from tenants.usage.services import counting


class ScreensUsed:
    """Counts whole pages that a user asked for; pieces, files and what a page asks for by itself
    are no use, nor is a look with somebody else's eyes."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.respond(request)
        if _is_use(request, response):
            name = request.resolver_match.view_name  # type: ignore[union-attr]
            counting.opened(cast(User, request.user), name)
        return response


def _is_use(request: HttpRequest, response: HttpResponseBase) -> bool:
    if request.method != "GET" or response.status_code != 200 or request.company is None:  # type: ignore[attr-defined]
        return False
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if not is_page or request.headers.get("HX-Request") or request.resolver_match is None:
        return False
    mark = getattr(request.resolver_match.func, "access", None)
    is_asked = mark is None or mark.public or mark.asked_by_page or mark.for_programs
    return not is_asked and request.user.is_authenticated and not request.viewing_as  # type: ignore[attr-defined]
