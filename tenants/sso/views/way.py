"""The way to the identity provider and back (P6). The addresses are the same for every company;
which provider is meant says the company of the host."""

from __future__ import annotations

import logging
import secrets
from typing import Any

import xmlsec
from allauth.account.adapter import get_adapter as get_accounts
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from lxml import etree
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.metadata import OneLogin_Saml2_Metadata
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from dangol import access, clock
from dangol.access import anyone
from dangol.errors import RuleBroken
from tenants.services import logins
from tenants.sso import saml, trial
from tenants.sso.adapter import refusal_page
from tenants.sso.models import Connection
from tenants.sso.provider import CompanyAdapter
from tenants.sso.refusals import SignOnRefused

log = logging.getLogger(__name__)
MANAGE = "tenants.company.manage"
LONGEST = 300_000
"""Letters of a SAML response."""
WAY_BACK = 120
"""Seconds between the provider's post and the page that reads it."""
UNREADABLE = (
    OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError, etree.LxmlError, SyntaxError,
    xmlsec.Error, ValueError, KeyError,
)  # fmt: skip
"""What reading a response that is none may end in."""
USED = 3_600
"""Seconds that an assertion is remembered at least: longer than any is good for."""


@anyone
@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Sends the browser to the provider. `test=1`: an administrator looks whether it works."""
    connection = Connection.present()
    is_test = "test" in request.GET and access.user_can(request.user, MANAGE)
    if not connection.is_complete or not (connection.is_open or is_test):
        raise Http404
    if is_test:
        trial.begin(request)
    asked = request.GET.get("next", "")
    onward = asked if asked and get_accounts(request).is_safe_url(asked) else None
    try:
        provider = get_adapter(request).get_provider(request, connection.kind)
        answer: HttpResponse = provider.redirect(
            request, AuthProcess.LOGIN, next_url=onward, data={"test": is_test}
        )
    except RuleBroken as broken:
        log.warning("The identity provider cannot be asked: %s", broken)
        return refusal_page(request, SignOnRefused("unreachable"))
    return answer


class Callback(OAuth2CallbackView):  # type: ignore[misc]
    """allauth's, which lets its adapter see what was kept when the log-in began."""

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, answer = super()._get_state(request, provider)
        self.adapter.state = state
        return state, answer


@anyone
@never_cache
@require_GET
def oidc(request: HttpRequest) -> HttpResponse:
    """Back from an OpenID Connect provider."""
    connection = _open(request, Connection.Kind.OIDC)
    view = Callback.adapter_view(CompanyAdapter(request, connection.code))
    try:
        answer: HttpResponse = view(request)
    except RuleBroken as broken:
        log.warning("The identity provider cannot be asked: %s", broken)
        return refusal_page(request, SignOnRefused("unreachable"))
    return answer


@anyone
@csrf_exempt
@never_cache
@require_POST
def saml_reply(request: HttpRequest) -> HttpResponse:
    """Takes what a SAML provider lets the browser post.

    That comes from another site, so without the session's cookie: it is put by for the page that
    the browser is sent on to, which has the cookie and knows whether it was asked for.
    """
    _open(request, Connection.Kind.SAML)
    written = request.POST.get("SAMLResponse", "")
    if not written or len(written) > LONGEST:
        return refusal_page(request, SignOnRefused("token"))
    key = secrets.token_urlsafe(24)
    cache.set(f"sso/reply/{key}", written, WAY_BACK)
    answer = redirect("sso_saml_read", key=key)
    answer.status_code = 303
    return answer


@anyone
@never_cache
@require_GET
def saml_read(request: HttpRequest, key: str) -> HttpResponse:
    """Reads a response that this browser asked for, once."""
    connection = _open(request, Connection.Kind.SAML)
    written = cache.get(f"sso/reply/{key}")
    cache.delete(f"sso/reply/{key}")
    try:
        if written is None:
            raise SignOnRefused("state")
        return _saml_login(request, connection, written)
    except SignOnRefused as refused:
        log.warning("A SAML response was refused: %s", refused)
        logins.failed("", reason=refused.reason)
        return refusal_page(request, refused)


@anyone
@require_GET
def saml_metadata(request: HttpRequest) -> HttpResponse:
    """What a SAML provider has to know of this company."""
    made = OneLogin_Saml2_Settings(saml.settings_of({}), sp_validation_only=True)
    text = OneLogin_Saml2_Metadata.builder(
        made.get_sp_data(), authnsign=False, wsign=True, valid_until=None, cache_duration=None
    )
    return HttpResponse(text, content_type="application/samlmetadata+xml")


def _saml_login(request: HttpRequest, connection: Connection, written: str) -> HttpResponse:
    auth = saml.auth_of(connection, {"SAMLResponse": written})
    try:
        auth.process_response()
    except UNREADABLE as error:
        raise SignOnRefused("token", str(error)) from error
    if auth.get_errors() or not auth.is_authenticated():
        raise SignOnRefused("token", str(auth.get_last_error_reason()))
    asked = auth.get_last_response_in_response_to()
    provider = get_adapter(request).get_provider(request, connection.kind)
    state = _state(request, provider, asked)
    _use_up(auth)
    login = provider.sociallogin_from_response(request, auth)
    login.state = state
    answer: HttpResponse = complete_social_login(request, login)
    return answer


def _state(request: HttpRequest, provider: Any, asked: str | None) -> dict[str, Any]:
    """What was kept when this browser asked; SignOnRefused when it never did."""
    state = asked and statekit.unstash_state(
        request, provider_id=provider.sub_id, state_id=asked
    )  # fmt: skip
    if not state:
        raise SignOnRefused("state", f"InResponseTo {asked}")
    found: dict[str, Any] = state
    return found


def _use_up(auth: Any) -> None:
    """An assertion counts once, whoever brings it."""
    ends = auth.get_last_assertion_not_on_or_after()
    left = ends - clock.real_now().timestamp() if ends else 0
    name = f"sso/assertion/{auth.get_last_assertion_id()}"
    if not cache.add(name, 1, max(USED, left + 300)):
        raise SignOnRefused("token", "assertion used before")


def _open(request: HttpRequest, kind: str) -> Connection:
    """The connection of this kind; while it is off, only an administrator's test comes back."""
    connection = Connection.present()
    is_test = access.user_can(request.user, MANAGE) or request.method == "POST"
    if connection.kind != kind or not connection.is_complete:
        raise Http404
    if not connection.is_open and not is_test:
        raise Http404
    return connection
