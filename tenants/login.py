"""Log-in by django-allauth, inside the company's schema (P6)."""

from __future__ import annotations

from typing import Any, ClassVar, cast
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows import login as flow
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import Login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from dangol import clock
from tenants import context, errands, factors, house, networks, sitting
from tenants.clients import client_address
from tenants.people.models import User
from tenants.services import logins, passwords
from tenants.sso import gate

LONGEST_ISSUER = 12
"""Letters of the company's name that an authenticator app is told."""
FRESH = 300
"""Seconds after a log-in in which changing one's factors asks for no second proof."""


class CompanyAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up at a company's address: users come by invitation."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The mail address or the password is wrong."),
        "incorrect_password": _("The password is wrong."),
        "enter_current_password": _("This is not your present password."),
        "too_many_login_attempts": _(
            "Too many wrong tries. Wait five minutes, or choose a new password by mail."
        ),
        "rate_limited": _("Too many tries at once. Wait a minute and try again."),
        "network": _(
            "Your company allows log-in from its own networks only. Ask an administrator."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only this company's own host: another company's is another site."""
        request = self.request
        return url_has_allowed_host_and_scheme(
            url, {request.get_host()}, require_https=request.is_secure()
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the reset mail, at the company's own address whatever the request said."""
        path = reverse("account_reset_password_from_key", args=["UID", "KEY"])
        return str(self.request.company.origin) + path.replace("UID-KEY", quote(key))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("tenants:security")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        context["company"] = self.request.company
        super().send_mail(template_prefix, email, context)

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any) -> None:
        """Promised, not sent here: a mail server that is away must not undo what was done."""
        errands.post("tenants.services.notices.mail_notice", template_prefix, str(user.pk))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuses before any password is compared: from a strange network, after too many tries."""
        email = str(credentials.get("email", ""))
        if not self.comes_from_allowed_network(request):
            logins.failed(email, reason="network")
            raise self.validation_error("network")
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            if cache.add(f"login-locked:{email}", 1, 300):  # one line in the audit for each lock
                logins.failed(email, reason="locked")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        logins.failed(str(credentials.get("email", "")), reason="password")

    def pre_login(self, request: HttpRequest, user: User, **hook: Any) -> HttpResponse | None:
        """Once more for log-ins without a password: passkeys pass no `pre_authenticate`."""
        if not self.comes_from_allowed_network(request):
            logins.failed(user.email, reason="network")
            return render(request, "account/strange_network.html", status=403)
        if gate.refuses(request, user):
            logins.failed(user.email, reason="sso_only")
            return render(request, "sso/only.html", status=403)
        return cast("HttpResponse | None", super().pre_login(request, user, **hook))

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Whose proof was right, but whose log-in is closed: they are told, and the audit is."""
        logins.failed(user.email, reason="inactive")
        return cast(HttpResponse, super().respond_user_inactive(request, user))

    def comes_from_allowed_network(self, request: HttpRequest) -> bool:
        return networks.allows(house.facts().networks, client_address(request))

    def login(self, request: HttpRequest, user: User) -> None:
        records = get_authentication_records(request, user)
        super().login(request, user)
        sitting.begin(request, user)
        gate.came_in(request)
        logins.succeeded(
            user, method="emergency" if gate.is_emergency(records) else _method(records)
        )

    def logout(self, request: HttpRequest) -> None:
        sitting.close(request)
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        passwords.change(user, password, keep=sitting.present(self.request))

    def reauthenticate(self, user: User, password: str) -> bool:
        """The same tries are counted as at log-in."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just logged in has just proved who they are."""
        records = get_authentication_records(self.request, self.request.user)
        last = max((float(record["at"]) for record in records), default=0.0)
        return clock.real_now().timestamp() - last > FRESH


def enter(request: HttpRequest, user: User) -> HttpResponse:
    """Logs in who has just chosen a password here; the company's rules are asked as ever."""
    flow.record_authentication(request, user, method="password", username=user.email)
    answer: HttpResponse = flow.perform_login(request, Login(user=user, email_verification="none"))
    return answer


def _method(records: list[dict[str, Any]]) -> str:
    last = records[-1] if records else {}
    return str(last.get("type") or last.get("method") or "password")


class CompanyFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors that belong to one company's address."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is wrong or too old. Take the one that is shown now."),
        "incorrect_passkey": _("This passkey was not accepted. Try again or use another way."),
        "cannot_delete_authenticator": _(
            "Your company asks for a second factor. Add another one first."
        ),
    }

    def is_mfa_enabled(self, user: User, types: Any = None) -> bool:
        """Not asked for again at the log-in when the identity provider has asked already."""
        if gate.is_proved_there(self.request):
            return False
        return bool(super().is_mfa_enabled(user, types))

    def get_totp_issuer(self) -> str:
        """The company's name, short: letters of Korean weigh nine characters in the QR code."""
        name = context.company().name
        return name if len(name) <= LONGEST_ISSUER else f"{name[: LONGEST_ISSUER - 1]}…"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey works at this company's host and nowhere else."""
        company = context.company()
        return {"id": company.host, "name": company.name}

    def encrypt(self, text: str) -> str:
        return factors.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return factors.unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second factor stays while the company asks for one."""
        if not house.facts().second_factor:
            return True
        others = Authenticator.objects.filter(
            user_id=authenticator.user_id, type__in=factors.SECOND
        ).exclude(pk=authenticator.pk)
        return others.exists()
