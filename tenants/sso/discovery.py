"""What an OpenID Connect provider says of itself (P6)."""

from __future__ import annotations

from typing import Any

import requests
from django.core.cache import cache
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from tenants.sso.transport import session

WELL_KNOWN = "/.well-known/openid-configuration"
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
KEPT = 600


def configuration(issuer: str, *, anew: bool = False) -> dict[str, Any]:
    """Its addresses. RuleBroken when it cannot be reached, or is none, or says it is another."""
    place = f"sso/provider/{issuer}"
    kept = None if anew else cache.get(place)
    if kept is None:
        kept = _checked(issuer, _asked(issuer))
        cache.set(place, kept, KEPT)
    found: dict[str, Any] = kept
    return found


def _asked(issuer: str) -> Any:
    try:
        with session() as asking:
            answer = asking.get(issuer.rstrip("/") + WELL_KNOWN)
            answer.raise_for_status()
            return answer.json()
    except requests.RequestException as error:
        raise RuleBroken(
            "sso_unreachable",
            _(
                "%(address)s does not answer as an OpenID Connect provider does. Look at the"
                " address; it has to be reachable from the internet by https."
            )
            % {"address": issuer.rstrip("/") + WELL_KNOWN},
            field="issuer",
        ) from error


def _checked(issuer: str, said: Any) -> dict[str, Any]:
    lacks = [name for name in NEEDED if not isinstance(said, dict) or not said.get(name)]
    if lacks:
        raise RuleBroken(
            "sso_incomplete",
            _("The provider does not say its %(names)s.") % {"names": ", ".join(lacks)},
            field="issuer",
        )
    if said["issuer"].rstrip("/") != issuer.rstrip("/"):
        raise RuleBroken(
            "sso_issuer",
            _("The provider calls itself %(issuer)s. Enter exactly that.")
            % {"issuer": said["issuer"]},
            field="issuer",
        )
    found: dict[str, Any] = said
    return found
