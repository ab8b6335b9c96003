"""Error pages: what happened, what to do, and a reference to quote."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, str(exception) or _("You may not open this page."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404, _("There is nothing at this address."))


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    return _page(request, 500, _("Something went wrong on our side. Nothing was changed."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request, 403, _("This form has expired. Go back, reload the page and send it again.")
    )


def _page(request: HttpRequest, status: int, message: str) -> HttpResponse:
    reference = secrets.token_hex(4).upper()
    log.info("Error page %s, reference %s, path %s", status, reference, request.path)
    context = {"message": message, "reference": reference, "status": status, "request": request}
    if status == 500:  # without context processors: what they ask may be what is broken
        return HttpResponse(render_to_string("500.html", context), status=status)
    return render(request, f"{status}.html", context, status=status)
