"""Forms of log-in and passwords: django-allauth's checks with the product's words (P6)."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

PASSWORD_HELP = _("At least 10 characters, not a common word.")


def worded(field: forms.Field, label: Any, **attrs: Any) -> None:
    """Gives a field of allauth's its label; placeholders and help of its own go."""
    field.label = label
    field.help_text = ""
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


class LoginForm(allauth.LoginForm):  # type: ignore[misc]
    """Mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self.fields["login"], _("Mail address"), autocomplete="username", autofocus=True)
        worded(self.fields["password"], _("Password"))


class ReauthenticateForm(allauth.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self.fields["password"], _("Password"), autofocus=True)


class ChangePasswordForm(allauth.ChangePasswordForm):  # type: ignore[misc]
    """The present password and the new one, once: it can be looked at while typing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self.fields["oldpassword"], _("Present password"), autofocus=True)
        _new_password_once(self)


class ResetPasswordForm(allauth.ResetPasswordForm):  # type: ignore[misc]
    """Where the link goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self.fields["email"], _("Mail address"), autofocus=True)


class ResetPasswordKeyForm(allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password_once(self)
        self.fields["password1"].widget.attrs["autofocus"] = True


def _new_password_once(form: forms.Form) -> None:
    del form.fields["password2"]
    worded(form.fields["password1"], _("New password"))
    form.fields["password1"].help_text = PASSWORD_HELP
