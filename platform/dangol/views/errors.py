"""Error pages: what happened, why, two ways on, and a number to quote (U10).

Who is logged in and passed the company's log-in rules keeps the frame around them, with everything
in it at hand; others get a plain page. A piece of page (htmx) gets a note instead. The page of a
failure on our side (500) asks neither the database nor the session, for one of them may be what
failed.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol import clock, toasts
from dangol.api import problems
from dangol.api.callers import is_for_programs

log = logging.getLogger(__name__)

PLAIN = "layouts/plain.html"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What one kind of error looks like. `back` offers the page one came from, `again` this one."""

    status: int
    title: Promise
    what: Promise
    icon: str
    back: bool = False
    again: bool = False


FORBIDDEN = Kind(
    status=403,
    title=gettext_lazy("Not allowed"),
    what=gettext_lazy("You cannot open this page"),
    icon="lock",
    back=True,
)
NOT_IN_PLAN = Kind(
    status=403,
    title=gettext_lazy("Not in your plan"),
    what=gettext_lazy("Your plan does not include this"),
    icon="lock",
    back=True,
)
MISSING = Kind(
    status=404,
    title=gettext_lazy("Not found"),
    what=gettext_lazy("This page does not exist"),
    icon="map-pin-off",
    back=True,
)
NOT_SO = Kind(
    status=405,
    title=gettext_lazy("Not this way"),
    what=gettext_lazy("This address does not open by itself"),
    icon="map-pin-off",
    back=True,
)
TOO_LARGE = Kind(
    status=413,
    title=gettext_lazy("Too large"),
    what=gettext_lazy("What you sent is too large"),
    icon="package-x",
    back=True,
)
TOO_OFTEN = Kind(
    status=429,
    title=gettext_lazy("Too often"),
    what=gettext_lazy("That was too often in a short time"),
    icon="timer",
    again=True,
)
EXPIRED = Kind(
    status=403,
    title=gettext_lazy("Expired form"),
    what=gettext_lazy("This form has expired"),
    icon="clock-alert",
    back=True,
)
FAILED = Kind(
    status=500,
    title=gettext_lazy("Error"),
    what=gettext_lazy("Something went wrong on our side"),
    icon="triangle-alert",
    again=True,
)


KINDS = (FORBIDDEN, NOT_IN_PLAN, MISSING, NOT_SO, TOO_LARGE, TOO_OFTEN, EXPIRED, FAILED)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, FORBIDDEN, str(exception) or _("Your role does not include it."))


def not_in_plan(request: HttpRequest, why: str) -> HttpResponse:
    """The module is closed to the user; `why` names the plans that open it."""
    return page(request, NOT_IN_PLAN, why)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(
        request,
        MISSING,
        _("It was moved or removed, or the address has a mistake. Search finds what you look for."),
    )


def not_so(request: HttpRequest) -> HttpResponse:
    """Where forms are sent, there is nothing to look at."""
    return page(request, NOT_SO, _("Forms are sent there. Go back to the screen with the form."))


def too_large(request: HttpRequest, limit: int) -> HttpResponse:
    """`limit` is in MB."""
    why = _("It is larger than %(limit)s MB and was not read. Send less at once.")
    return page(request, TOO_LARGE, why % {"limit": limit})


def too_often(request: HttpRequest, *args: Any) -> HttpResponse:
    why = _("For safety it is closed for a moment. Wait, then try again.")
    return page(request, TOO_OFTEN, why)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    why = _("The page had been open for too long. Open it again; nothing was changed.")
    return page(request, EXPIRED, why)


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    why = _("Nothing was changed. We have been told. Please try again in a moment.")
    if is_for_programs(request):
        return problems.of_frame(FAILED.status, why)
    facts = _facts(request, FAILED, why)
    return HttpResponse(render_to_string("500.html", facts), status=500)


def page(request: HttpRequest, kind: Kind, why: str) -> HttpResponse:
    """The page of this error, a note for a piece of page, a problem in JSON for a program."""
    if is_for_programs(request):
        return problems.of_frame(kind.status, why)
    facts = _facts(request, kind, why)
    if request.headers.get("HX-Request") == "true":
        return render(request, "parts/error_note.html", facts, status=kind.status)
    return render(request, f"{kind.status}.html", facts, status=kind.status)


def _facts(request: HttpRequest, kind: Kind, why: str) -> dict[str, Any]:
    reference = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}".upper()
    log.info("Error page %s, reference %s, path %s", kind.status, reference, request.path)
    return {
        "kind": kind,
        "title": kind.title,
        "why": why,
        "reference": reference,
        "at": clock.now(),
        "back": _back(request) if kind.back else "",
        "again": request.get_full_path() if kind.again and request.method == "GET" else "",
        "layout": PLAIN if kind is FAILED else _layout(request),
        "request": request,
    }


def _layout(request: HttpRequest) -> str:
    """The frame shows names and numbers, so only those get it whom the log-in rules let in."""
    return "layouts/company.html" if getattr(request, "passed_rules", False) else PLAIN


def _back(request: HttpRequest) -> str:
    """The page of ours that led here, unless it is this one."""
    came = urlsplit(request.headers.get("Referer", ""))
    path = came._replace(scheme="", netloc="").geturl()
    if came.netloc != request.get_host() or not toasts.is_own_path(path):
        return ""
    return "" if path == request.get_full_path() and request.method == "GET" else path
