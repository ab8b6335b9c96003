"""Whether a password may be chosen at sign-up: the same rules as inside a company (P2, P6)."""

from __future__ import annotations

from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    get_default_password_validators,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from tenants.people.models import User

LONGEST = 128
"""Characters. Longer ones are not looked at: comparing and hashing them costs whole seconds."""


def check(password: str, *, email: str, name: str) -> None:
    """Raises RuleBroken with all that is wrong: too short, too common, too like name or mail."""
    if len(password) > LONGEST:
        raise RuleBroken(
            "password_long",
            _("This password is too long: choose one of at most %(n)s characters.")
            % {"n": LONGEST},
            field="password",
        )
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as error:
        raise RuleBroken("password_weak", " ".join(error.messages), field="password") from error


def least_length() -> int:
    """The characters that the rules ask for."""
    lengths = [
        validator.min_length
        for validator in get_default_password_validators()
        if isinstance(validator, MinimumLengthValidator)
    ]
    return max(lengths, default=1)
