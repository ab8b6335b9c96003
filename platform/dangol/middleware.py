"""What every request passes: the stopwatch first, the gate last."""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import is_valid_path
from django.utils.translation import gettext as _

from dangol import access
from dangol.views import errors

Respond = Callable[[HttpRequest], HttpResponse]
READING = ("GET", "HEAD", "OPTIONS")
ENVELOPE = 64 * 1024
"""Bytes that a form adds to the file in it: boundaries, names, the token."""


class ServerTiming:
    """In development, tells on every answer how long the server and the database took.

    `Server-Timing: app;dur=<ms>, db;dur=<ms>` and `X-Query-Count: <number>`.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.DEVELOPMENT:
            return self.respond(request)
        tally = QueryTally()
        started = time.perf_counter()
        with connection.execute_wrapper(tally):
            response = self.respond(request)
        app = (time.perf_counter() - started) * 1000
        response["Server-Timing"] = f"app;dur={app:.1f}, db;dur={tally.seconds * 1000:.1f}"
        response["X-Query-Count"] = str(tally.count)
        return response


class QueryTally:
    """Counts and times the statements of one request."""

    def __init__(self) -> None:
        self.count = 0
        self.seconds = 0.0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.count += 1
            self.seconds += time.perf_counter() - started


class SizeLimit:
    """Refuses a large request before anything reads it, the check for forgery included (V2).

    The limit is that of forms, or what the view's mark allows for an upload; a view that looks
    after it itself has none here.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        mark = access.access_of(request, view)
        upload = mark.upload if mark is not None else False
        if upload is True:
            return None
        limit = upload + ENVELOPE if upload else settings.FORM_LIMIT
        if int(request.headers.get("Content-Length") or 0) <= limit:
            return None
        return errors.too_large(request, limit // 1024**2)


class MethodPages:
    """Where forms are sent there is nothing to open: who opens it gets to the screen of the form.

    A refused form leaves its address in the browser, and opening it again asked for a page that is
    not there. The screen is the nearest address above; without one, an error page leads on.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        asks_for_page = "text/html" in request.headers.get("Accept", "")
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or not asks_for_page:
            return response
        screen = _screen_above(request) if request.method in ("GET", "HEAD") else ""
        if screen and request.headers.get("HX-Request") != "true":
            return redirect(screen)
        answer = errors.not_so(request)
        answer["Allow"] = response["Allow"]
        return answer


def _screen_above(request: HttpRequest) -> str:
    """The nearest address above this one that exists; "" when there is none but the first page."""
    parts = request.path.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        above = "/" + "/".join(parts[:length])
        for path in (above, f"{above}/"):
            if is_valid_path(path, getattr(request, "urlconf", None)):
                return path
    return ""


def to_log_in(request: HttpRequest) -> HttpResponse:
    """The log-in page, and back from there to the screen one was on.

    A form is not sent again by that: its screen comes back, and the browser fills it as it was. A
    piece of page (htmx) gets a bare 401, so that the browser can keep what is written first.
    """
    if request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request"):
        return HttpResponse(status=401)
    if request.method in READING:
        return redirect_to_login(request.get_full_path())
    referer = urlsplit(request.headers.get("Referer", ""))
    came_from_here = referer.netloc == request.get_host()
    back = referer._replace(scheme="", netloc="").geturl() if came_from_here else "/"
    return redirect_to_login(back or "/")


class AccessGate:
    """Closed unless opened: lets a request reach its view only as the view's mark allows (P5).

    No mark: ImproperlyConfigured. No log-in: the log-in page. Not in the user's plan: 403 with the
    plans that open it, whatever the address names. In no plan: 404, as if it did not exist. Not
    permitted: 403. A suspended company may read, not write.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        mark = access.access_of(request, view)
        if mark is None:
            raise ImproperlyConfigured(f"{view.__module__}.{view.__qualname__} has no access mark.")
        if mark.public:
            return None
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return to_log_in(request)
        permission = mark.needed(request.method)
        if not access.user_entitled(user, permission):
            return self._closed(request, user, permission)
        if not access.user_can(user, permission):
            raise PermissionDenied(_("Your role does not include this. Ask an administrator."))
        if self._frozen(request, mark):
            raise PermissionDenied(
                _("This company is suspended: you can read and export, but not change anything.")
            )
        return None

    @staticmethod
    def _closed(request: HttpRequest, user: Any, permission: str) -> HttpResponse:
        words = access.lacking_words(user, permission)
        if not words:
            raise Http404
        return errors.not_in_plan(request, words)

    @staticmethod
    def _frozen(request: HttpRequest, mark: access.Access) -> bool:
        company = getattr(request, "company", None)
        return (
            company is not None
            and company.is_suspended
            and request.method not in READING
            and not mark.while_suspended
        )
