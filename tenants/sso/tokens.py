"""Proofs of OpenID Connect: the ID token is checked whole, whichever way it came (P6)."""

from __future__ import annotations

import hmac
from typing import Any

import jwt
from django.core.cache import cache

from tenants.sso.refusals import SignOnRefused
from tenants.sso.transport import session

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Those with a key pair: with a shared secret anybody who reads the settings could sign."""
FAMILIES = {"RSA": ("RS", "PS"), "EC": ("ES",), "OKP": ("Ed",)}
"""{kind of key: how the algorithms begin that it signs by}."""
LEEWAY = 120
"""Seconds by which two clocks may differ."""
KEPT = 3600
"""Seconds that keys are kept; a key that is not among them is asked for anew at once."""


def verified(
    token: str, *, keys_url: str, issuer: str, client_id: str, nonce: str
) -> dict[str, Any]:
    """What the token says. SignOnRefused for one that is not ours, not now, not signed, not asked
    for by this browser."""
    try:
        header = jwt.get_unverified_header(token)
        algorithm = str(header.get("alg"))
        if algorithm not in ALGORITHMS:
            raise SignOnRefused("token", f"algorithm {algorithm}")
        claims: dict[str, Any] = jwt.decode(
            token, _key(keys_url, header.get("kid"), algorithm), algorithms=[algorithm],
            audience=client_id, issuer=issuer, leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )  # fmt: skip
    except (jwt.PyJWTError, ValueError) as error:
        raise SignOnRefused("token", str(error)) from error
    _check_party(claims, client_id)
    if not nonce or not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise SignOnRefused("token", "nonce")
    return claims


def _check_party(claims: dict[str, Any], client_id: str) -> None:
    """A token for several is only ours when it was made for us."""
    audience, party = claims["aud"], claims.get("azp")
    is_shared = isinstance(audience, list) and len(audience) > 1
    if (is_shared or party is not None) and party != client_id:
        raise SignOnRefused("token", f"azp {party}")


def _key(keys_url: str, kid: str | None, algorithm: str) -> Any:
    """The provider's key with this id; asked for anew when it is not known yet."""
    for is_last in (False, True):
        found = [each for each in _keys(keys_url, anew=is_last) if _fits(each, kid, algorithm)]
        if len(found) == 1:
            return found[0].key
    raise SignOnRefused("token", f"key {kid}")


def _fits(key: jwt.PyJWK, kid: str | None, algorithm: str) -> bool:
    is_named = kid is None or key.key_id == kid
    is_fit = algorithm[:2] in FAMILIES.get(key.key_type or "", ())
    return is_named and is_fit and key.public_key_use in (None, "sig")


def _keys(keys_url: str, *, anew: bool) -> list[jwt.PyJWK]:
    place = f"sso/keys/{keys_url}"
    kept = None if anew else cache.get(place)
    if kept is None:
        with session() as asking:
            answer = asking.get(keys_url)
            answer.raise_for_status()
            kept = answer.json()
        cache.set(place, kept, KEPT)
    return jwt.PyJWKSet.from_dict(kept).keys
