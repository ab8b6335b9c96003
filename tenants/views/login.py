"""Log-in, its second step, and proving oneself again: django-allauth's views in our words (P6)."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenants import factors, sitting
from tenants.forms.login import LoginForm
from tenants.people.models import User
from tenants.people.models.user import Role
from tenants.services import logins
from tenants.sso.models import Connection

REFUSED = 422


class LogIn(account.LoginView):  # type: ignore[misc]
    """Mail address and password, or a passkey alone."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return _refused(super().form_invalid(form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        allowed = account.get_adapter().comes_from_allowed_network(self.request)
        connection = Connection.present()
        by_password = "password" in self.request.GET or self.request.method == "POST"
        return super().get_context_data(**kwargs) | {
            "is_strange_network": not allowed,
            "sign_on": connection if connection.is_open else None,
            "is_only": connection.is_only and not by_password,
        }


class PasskeyLogIn(webauthn.LoginWebAuthnView):  # type: ignore[misc]
    """GET by script gives the challenge; POST takes the answer of the passkey."""

    def form_invalid(self, form: Any) -> HttpResponse:
        logins.failed("", reason="passkey")
        problem = get_adapter().error_messages["incorrect_passkey"]
        page = {"form": LoginForm(request=self.request), "passkey_problem": problem}
        return render(self.request, "account/login.html", page, status=REFUSED)


class SecondStep(base.AuthenticateView):  # type: ignore[misc]
    """A code, a passkey or a recovery code, as the user has them."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        used = getattr(form, "authenticator", None)
        if used is not None and used.type == Authenticator.Type.RECOVERY_CODES:
            self._warn_of_codes_left()
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        if form is self.webauthn_form:
            logins.failed(self.stage.login.user.email, reason="passkey")
        return _refused(super().form_invalid(form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.stage.login.user
        kept = factors.held(user)
        administrators = User.objects.filter(role=Role.ADMIN, is_active=True)
        passkey_failed = self.webauthn_form.is_bound and bool(self.webauthn_form.errors)
        return super().get_context_data(**kwargs) | {
            "held": kept,
            "person": user,
            "others_help": administrators.exclude(pk=user.pk).exists(),
            "passkey_problem": get_adapter().error_messages["incorrect_passkey"]
            if passkey_failed
            else "",
        }

    def _warn_of_codes_left(self) -> None:
        left = factors.held(self.stage.login.user).codes_left or 0
        sentence = ngettext(
            "%(count)s recovery code is left.", "%(count)s recovery codes are left.", left
        )
        messages.warning(self.request, sentence % {"count": left})


class Prove(account.ReauthenticateView):  # type: ignore[misc]
    """The password again, before one's own log-in is changed."""

    template_name = "account/reauthenticate.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        return _refused(super().form_invalid(form))


class ProveByCode(base.ReauthenticateView):  # type: ignore[misc]
    """A code instead of the password."""

    template_name = "account/reauthenticate.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        return _refused(super().form_invalid(form))


class ProveByPasskey(webauthn.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """A passkey instead of the password."""

    template_name = "account/reauthenticate.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        logins.failed(self.request.user.email, reason="passkey")
        problem = get_adapter().error_messages["incorrect_passkey"]
        page = self.get_context_data(form=form, passkey_problem=problem)
        return self.render_to_response(page, status=REFUSED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        options = auth.begin_authentication(self.request.user)
        return (
            super().get_context_data(**kwargs)
            | kwargs
            | {"by_passkey": True, "js_data": {"request_options": options}}
        )


class PasswordChange(account.PasswordChangeView):  # type: ignore[misc]
    """A new password; the user stays logged in here and nowhere else."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who came by the company's account has none to change; by mail they can get one."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            messages.info(
                request, _("You log in with your company account and have no password here.")
            )
            return redirect("tenants:security")
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        sitting.renamed(self.request)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        return _refused(super().form_invalid(form))


class PasswordForgotten(account.PasswordResetView):  # type: ignore[misc]
    """Asks where the link goes."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return _refused(super().form_invalid(form))


class NewPassword(account.PasswordResetFromKeyView):  # type: ignore[misc]
    """The page behind the link."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return _refused(super().form_invalid(form))


def _refused(response: HttpResponse) -> HttpResponse:
    response.status_code = REFUSED
    return response
