"""Forms of second factors: codes of an app, recovery codes, passkeys (P6)."""

from __future__ import annotations

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tenants.forms.login import worded
from tenants.services import logins

CODE = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "autocapitalize": "off",
    "spellcheck": "false",
    "autofocus": True,
    "class": "code-input",
}
"""No `maxlength`: a code may be pasted with a space in it, and recovery codes are longer."""


class _CodeForm:
    """What both places that ask for a code have in common."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self.fields["code"], _("Code"), **CODE)  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """A code of the app counts once in all the time in which it would be right."""
        code: str = super().clean_code()  # type: ignore[misc]
        digits = "".join(filter(str.isdigit, code))
        if self.authenticator.type == Authenticator.Type.TOTP:  # type: ignore[attr-defined]
            key = f"totp-used:{self.authenticator.user_id}:{digits}"  # type: ignore[attr-defined]
            span = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
            if not cache.add(key, 1, span):
                raise get_adapter().validation_error("incorrect_code")
        return code

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        logins.failed(self.user.email, reason="code")  # type: ignore[attr-defined]


class CodeForm(_CodeForm, base.AuthenticateForm):  # type: ignore[misc]
    """The second step of log-in."""


class ReauthenticateForm(_CodeForm, base.ReauthenticateForm):  # type: ignore[misc]
    """A code before factors are changed."""


class TotpForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app: proof that it has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self.fields["code"], _("Code from the app"), **CODE)


class PasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey and what its owner calls it. All our passkeys log in alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]
        self.fields["name"] = forms.CharField(
            label=_("Name"),
            max_length=60,
            required=False,
            initial="",
            help_text=_("So that you tell your passkeys apart, such as “office laptop”."),
        )
        self.initial.pop("name", None)

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"]).strip() or str(_("Passkey"))

    def clean(self) -> dict[str, Any]:
        """One sentence for whatever is wrong with what the device answered."""
        try:
            return dict(super().clean())
        except ValidationError as error:
            raise get_adapter().validation_error("incorrect_passkey") from error


class PasskeyNameForm(forms.Form):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name"), max_length=60)
