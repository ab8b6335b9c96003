"""From the host name to the company, and from the company to its users (P2, V1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from dangol import access, remembered
from dangol.api.callers import is_for_programs
from dangol.views import errors
from tenants import audit, context, factors, house, networks, sitting, viewing
from tenants.clients import client_address as client_address  # sign-up asks for it here
from tenants.models import Company
from tenants.people.models import User
from tenants.sso.gate import FACTOR_THERE

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
        with context.inside(company), remembered.reading():
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
    user = cast(User, get_user(request))
    request.user = user  # itself, not what looks it up: a page asks it hundreds of times
    return audit.Actor(id=user.pk, name=user.name, address=address)


class LogInRules:
    """What the company asks of everybody who is logged in: network, idle time, second factor (P6).

    Judged before the view is looked for, so that an error page knows it too: only whoever has
    `request.passed_rules` gets the frame with the company's names and numbers. It also keeps the
    list of open log-ins fresh, with a write every few minutes at most.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.passed_rules = _is_inside(request) and _passes(request)  # type: ignore[attr-defined]
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not _is_inside(request):
            return None
        mark = access.access_of(request, view)
        is_use = mark is None or not mark.asked_by_page
        if not sitting.goes_on(request, is_use=is_use):
            request.passed_rules = False  # type: ignore[attr-defined]
            return None  # a stranger from here on: the gate sends them to log in
        if mark is None or mark.public or request.passed_rules:  # type: ignore[attr-defined]
            return None
        address = client_address(request)
        if not networks.allows(house.facts().networks, address):
            raise PermissionDenied(_not_from_here(address))
        return None if getattr(view, "before_second_factor", False) else _to_second_factor(request)


def _is_inside(request: HttpRequest) -> bool:
    """Whether somebody is logged in here; a program with a key is not."""
    if request.company is None or is_for_programs(request):  # type: ignore[attr-defined]
        return False
    return request.user.is_authenticated


def _passes(request: HttpRequest) -> bool:
    """Whether the user keeps to all rules; logs out who was idle for too long."""
    rules = house.facts()
    if sitting.is_over(request, rules.idle_minutes):
        sitting.end(request)
        messages.info(request, _("You were logged out because nothing happened for a while."))
        return False
    if not networks.allows(rules.networks, client_address(request)):
        return False
    return not rules.second_factor or _has_second_factor(request, rules)


def _not_from_here(address: str | None) -> str:
    if address is None:
        return _("Your company opens Dangol from its own networks only; yours cannot be told.")
    sentence = _("Your company opens Dangol from its own networks only; you are at %(address)s.")
    return sentence % {"address": address}


def _has_second_factor(request: HttpRequest, rules: house.Facts) -> bool:
    """Whether the user has one, here or at the company's identity provider; the session remembers
    it until the rules change."""
    if request.session.get(FACTOR_THERE):
        return True
    if request.session.get("second_factor") == rules.version:
        return True
    if not factors.has_any(cast(User, request.user)):
        return False
    request.session["second_factor"] = rules.version
    return True


def _to_second_factor(request: HttpRequest) -> HttpResponseBase:
    """Where a user without a second factor goes."""
    target = reverse("tenants:security")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return redirect(target)


class ViewAs:
    """Puts the user in place whom the session looks as; nothing can be changed meanwhile (P5)."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.viewing_as = ""  # type: ignore[attr-defined]
        kept = _is_inside(request) and request.session.get(viewing.KEY)
        if kept and cast(User, request.user).is_admin:
            seen = viewing.stand_in(cast(User, request.user), kept)
            if seen is not None:
                request.user, request.viewing_as = seen  # type: ignore[attr-defined]
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        if not request.viewing_as or request.method in ("GET", "HEAD", "OPTIONS"):  # type: ignore[attr-defined]
            return
        if not getattr(view, "while_viewing", False):
            raise PermissionDenied(
                _("You are looking with somebody else's eyes; leave it to change something.")
            )


class UserLanguage:
    """A logged-in user's own language wins over the browser's, unless they switched by cookie."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_for_programs(request):
            return self.respond(request)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.respond(request)
