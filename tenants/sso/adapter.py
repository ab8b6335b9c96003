"""allauth's hooks for log-ins by a provider: which one, who may come in, what is said (P6)."""

from __future__ import annotations

import logging
from typing import Any, NoReturn, cast

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dangol.errors import RuleBroken
from tenants import sealing
from tenants.services import logins
from tenants.sso import transport, trial
from tenants.sso.models import Connection
from tenants.sso.refusals import SENTENCES, SignOnRefused
from tenants.sso.services import entering
from tenants.sso.services.settings import PURPOSE

log = logging.getLogger(__name__)


class CompanySignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The company's one connection in the place of allauth's table of applications."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        connection = Connection.present()
        if not connection.is_complete:
            return []
        app = app_of(connection)
        return [app] if provider in (None, app.provider, app.provider_id) else []

    def get_requests_session(self) -> requests.Session:
        return transport.session()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail that an account was tied: the company wanted that, and the user has just come."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Whoever may come in has become a user before: `pre_social_login`."""
        return False

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        user = sociallogin.user
        user.email = str(data.get("email") or "").lower()
        user.name = str(data.get("name") or "")
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Ties the account to its user, and makes one of a newcomer where the company wants that.

        A test of the connection ends here, with what it found, and logs nobody in.
        """
        connection = Connection.present()
        said = dict(sociallogin.account.extra_data)
        is_test = bool((sociallogin.state.get("data") or {}).get("test"))
        try:
            if is_test:
                raise ImmediateHttpResponse(trial.answer(request, connection, sociallogin))
            user = entering.user_of(connection, sociallogin)
        except (SignOnRefused, RuleBroken) as refused:
            self._refuse(request, refused, str(said.get("email") or ""))
        if sociallogin.account.pk is None:
            sociallogin.connect(request, user)
        request.by_sign_on = connection  # type: ignore[attr-defined]

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None,
        exception: Exception | None = None, extra_context: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        log.warning("Single sign-on was refused: %s %s", error, exception)
        if isinstance(exception, SignOnRefused | RuleBroken):
            self._refuse(request, exception)
        if isinstance(exception, requests.RequestException):
            self._refuse(request, SignOnRefused("unreachable", str(exception)))
        if isinstance(exception, OAuth2Error):
            self._refuse(request, SignOnRefused("client", str(exception)))
        if error == AuthError.CANCELLED:
            self._refuse(request, SignOnRefused("cancelled"))
        if exception is None and "state_id" in (extra_context or {}):
            self._refuse(request, SignOnRefused("state"))
        self._refuse(request, SignOnRefused("token", str(exception or error)))

    def _refuse(
        self, request: HttpRequest, refused: SignOnRefused | RuleBroken, email: str = ""
    ) -> NoReturn:
        reason = refused.reason if isinstance(refused, SignOnRefused) else "sso"
        logins.failed(email, reason=reason if reason in SENTENCES else "sso")
        raise ImmediateHttpResponse(refusal_page(request, refused))


def refusal_page(request: HttpRequest, refused: SignOnRefused | RuleBroken) -> HttpResponse:
    """Why somebody does not come in, and the way back to the log-in; of a test, to the settings."""
    if trial.ends(request):
        return trial.failed(request, refused)
    is_ours = isinstance(refused, SignOnRefused)
    sentence = SENTENCES[cast(SignOnRefused, refused).reason] if is_ours else str(refused)
    return render(request, "sso/refused.html", {"sentence": sentence}, status=403)


def app_of(connection: Connection) -> SocialApp:
    """The connection as allauth reads it; never saved, for the secret lies sealed."""
    secret = sealing.unseal(PURPOSE, connection.secret) if connection.secret else ""
    return SocialApp(
        provider=connection.kind,
        provider_id=connection.code,
        name=connection.name,
        client_id=connection.client_id or connection.code,
        secret=secret,
        settings={"server_url": connection.issuer, "mapping": connection.mapping},
    )
