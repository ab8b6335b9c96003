"""Second factors of a user: what they have, and how their secrets are kept (P6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator

from tenants import sealing
from tenants.people.models import User

PURPOSE = "second factors"
SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor; recovery codes only stand in for one."""


@dataclass(frozen=True)
class Held:
    """The factors of one user. `codes_left` is None without recovery codes."""

    totp: Authenticator | None
    passkeys: list[Any]
    codes: Authenticator | None
    codes_left: int | None

    @property
    def is_any(self) -> bool:
        return self.totp is not None or bool(self.passkeys)


def has_any(user: User) -> bool:
    """Whether the user has a second factor."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=SECOND).exists()


def held(user: User) -> Held:
    """All that the user has set up, passkeys oldest first."""
    found = list(Authenticator.objects.filter(user_id=user.pk).order_by("pk"))
    codes = _first(found, Authenticator.Type.RECOVERY_CODES)
    return Held(
        totp=_first(found, Authenticator.Type.TOTP),
        passkeys=[x.wrap() for x in found if x.type == Authenticator.Type.WEBAUTHN],
        codes=codes,
        codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
    )


def _first(found: list[Authenticator], kind: str) -> Authenticator | None:
    return next((x for x in found if x.type == kind), None)


def seal(text: str) -> str:
    """The secret as it lies in the database: readable with this company's key only."""
    return sealing.seal(PURPOSE, text)


def unseal(sealed: str) -> str:
    """The secret itself."""
    return sealing.unseal(PURPOSE, sealed)
