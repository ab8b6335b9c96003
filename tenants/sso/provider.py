"""allauth's providers as one company uses them; allauth finds this file by its name (P6)."""

from __future__ import annotations

import secrets
from typing import Any, cast

from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.socialaccount.providers.saml.provider import SAMLProvider
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tenants import context
from tenants.sso import discovery, saml, tokens
from tenants.sso.models import Connection
from tenants.sso.refusals import SignOnRefused

KEPT = ("email", "name", "email_verified")
"""Of all that the provider says, what is kept with an account."""
EMAILS = (
    "email", "mail", "emailaddress", "urn:oid:0.9.2342.19200300.100.1.3",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
)  # fmt: skip
NAMES = (
    "displayName", "displayname", "name", "cn", "urn:oid:2.16.840.1.113730.3.1.241",
    "http://schemas.microsoft.com/identity/claims/displayname",
)  # fmt: skip
"""Under which names SAML providers send them, unless the administrator says another."""


class CompanyAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The code's way: PKCE, state, nonce, and an ID token whose signature is always checked."""

    state: dict[str, Any] | None = None
    """What was kept when the log-in began; set by the view."""

    @property
    def openid_config(self) -> dict[str, Any]:
        return discovery.configuration(Connection.present().issuer)

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return callback_address()

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        written = kwargs["response"].get("id_token")
        if not isinstance(written, str):
            raise SignOnRefused("token", "no ID token")
        claims = tokens.verified(
            written,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            client_id=app.client_id,
            nonce=str(((self.state or {}).get("data") or {}).get("nonce", "")),
        )
        asked = app.settings["mapping"].get("email", "email")
        if asked not in claims and self.openid_config.get("userinfo_endpoint"):
            claims = {**self._of_same(claims, self._fetch_user_info(token.token)), **claims}
        return self.get_provider().sociallogin_from_response(request, claims)

    def _of_same(self, claims: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
        """What the provider says besides; it has to be about the same person."""
        if said.get("sub") != claims["sub"]:
            raise SignOnRefused("token", "userinfo of another")
        return said


class CompanyOidc(OpenIDConnectProvider):  # type: ignore[misc]
    """OpenID Connect."""

    oauth2_adapter_class = CompanyAdapter
    pkce_enabled_default = True

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None,
        data: dict[str, Any] | None = None, **kwargs: Any,
    ) -> HttpResponse:  # fmt: skip
        nonce = secrets.token_urlsafe(24)
        data = {**(data or {}), "nonce": nonce}
        asked = {"auth_params": {"nonce": nonce}}
        return cast(HttpResponse, super().redirect(request, process, next_url, data, **asked))

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data[self.app.settings["mapping"].get("uid", "sub")])

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        mapping = self.app.settings["mapping"]
        said = {name: data.get(mapping.get(name, name)) for name in ("email", "name")}
        return {**said, "email_verified": data.get("email_verified")}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return _kept(self.extract_common_fields(data))


class CompanySaml(SAMLProvider):  # type: ignore[misc]
    """SAML 2.0."""

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None,
        data: dict[str, Any] | None = None, **kwargs: Any,
    ) -> HttpResponse:  # fmt: skip
        auth = saml.auth_of(Connection.present())
        address = auth.login(return_to="")
        state_id = auth.get_last_request_id()
        self.stash_redirect_state(request, process, next_url, data, state_id=state_id)
        return HttpResponseRedirect(address)

    def extract_uid(self, data: Any) -> str:
        asked = self.app.settings["mapping"].get("uid")
        return _first(data, (asked,)) if asked else str(data.get_nameid())

    def extract_common_fields(self, data: Any) -> dict[str, Any]:
        mapping = self.app.settings["mapping"]
        email = _first(data, (mapping["email"],) if "email" in mapping else EMAILS)
        if not email and "email" not in mapping and "@" in str(data.get_nameid()):
            email = str(data.get_nameid())
        names = (mapping["name"],) if "name" in mapping else NAMES
        return {"email": email, "name": _first(data, names)}

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        return _kept(self.extract_common_fields(data))


def callback_address() -> str:
    """Where an OpenID Connect provider sends people back to."""
    return context.company().origin + reverse("sso_oidc")


def _kept(said: dict[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in KEPT if said.get(name) is not None}


def _first(data: Any, names: tuple[str, ...]) -> str:
    """The first of the attributes that is filled."""
    said = data.get_attributes()
    return next((str(said[name][0]) for name in names if said.get(name)), "")


provider_classes = [CompanyOidc, CompanySaml]
