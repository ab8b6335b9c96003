"""From the host name to the company, and from the company to its users (P2, V1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from dangol.views import errors
from tenants import audit, context
from tenants.models import Company

Respond = Callable[[HttpRequest], HttpResponseBase]


class CompanyFromHost:
    """Runs the request inside the company of its host name; nowhere on the public site's."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        host = request.get_host().rpartition(":")[0] or request.get_host()
        if host in (settings.DANGOL_DOMAIN, f"www.{settings.DANGOL_DOMAIN}", "127.0.0.1"):
            request.company = None  # type: ignore[attr-defined]
            request.urlconf = settings.PUBLIC_URLCONF
            return self.respond(request)
        address = host.removesuffix(f".{settings.DANGOL_DOMAIN}")
        company = Company.objects.filter(address=address).first()
        request.company = company  # type: ignore[attr-defined]
        if company is None:
            request.urlconf = settings.PUBLIC_URLCONF
            return errors.not_found(request, Exception())
        with context.inside(company):
            response = self.respond(request)
            if isinstance(response, StreamingHttpResponse):  # fetched after this block has ended
                content = cast(Iterator[bytes], response.streaming_content)
                response.streaming_content = context.keep(content)
        return response


class CompanySessions(SessionMiddleware):
    """Sessions live in the company's schema, so the public site has none."""

    def process_request(self, request: HttpRequest) -> None:
        if request.company is not None:  # type: ignore[attr-defined]
            super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(request, "session", None) is None:
            return response
        return super().process_response(request, response)


class CompanyUsers(AuthenticationMiddleware):
    """The user of the company's session, and the actor of whatever the request changes."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.company is None:  # type: ignore[attr-defined]
            request.user = AnonymousUser()
            actor = audit.Actor(address=client_address(request))
        else:
            self.process_request(request)
            actor = _actor_of(request)
        with audit.acting(actor):
            return cast(HttpResponseBase, self.get_response(request))


def _actor_of(request: HttpRequest) -> audit.Actor:
    address = client_address(request)
    if not request.session.session_key or not request.user.is_authenticated:
        return audit.Actor(address=address)
    return audit.Actor(id=request.user.pk, name=request.user.name, address=address)


def client_address(request: HttpRequest) -> str | None:
    """The address of the client as the outermost of our own proxies saw it."""
    seen = [*request.META.get("HTTP_X_FORWARDED_FOR", "").split(","), request.META["REMOTE_ADDR"]]
    trusted = [address.strip() for address in seen][-1 - settings.DANGOL_PROXIES :]
    return trusted[0] or None


class UserLanguage:
    """A logged-in user's own language wins over the browser's, unless they switched by cookie."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.respond(request)
