"""Mails to users about their own log-in: passwords and second factors that changed (P6)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from tenants import context
from tenants.people.models import User


def mail_notice(template_prefix: str, user_id: str) -> None:
    """django-allauth's notices; the password was changed or chosen anew."""
    if template_prefix.startswith("account/email/password_"):
        _mail(user_id, _password_changed)


def mail_factor(user_id: str, deed: str, kind: str) -> None:
    """`deed` is add, remove, renew or reset."""
    _mail(user_id, lambda: _factor_sentence(deed, kind))


def _mail(user_id: str, sentence: Callable[[], str]) -> None:
    """`sentence` is asked in the user's own language."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        return
    company = context.company()
    with override(user.language):
        told = sentence()
        facts = {"user": user, "company": company, "sentence": told}
        send_mail(
            f"[{company.name}] {told}",
            render_to_string("tenants/mail/notice.txt", facts),
            settings.DEFAULT_FROM_EMAIL,
            [user.email],
        )


def _password_changed() -> str:
    return _("Your password was changed")


def _factor_sentence(deed: str, kind: str) -> str:
    return {
        ("add", "totp"): _("An authenticator app was added to your log-in"),
        ("add", "webauthn"): _("A passkey was added to your log-in"),
        ("remove", "totp"): _("The authenticator app was removed from your log-in"),
        ("remove", "webauthn"): _("A passkey was removed from your log-in"),
        ("renew", "recovery_codes"): _("New recovery codes were made for your log-in"),
        ("reset", "all"): _("An administrator removed the second factors of your log-in"),
    }[deed, kind]
