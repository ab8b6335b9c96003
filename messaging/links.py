"""Signed addresses in messages: opens, clicks, unsubscriptions (S7).

A token carries its purpose, its company and its message, and a click also its destination: nothing
in it can be changed, and it opens nothing at another company's address.
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.conf import settings
from django.urls import reverse

OPEN, CLICK, UNSUBSCRIBE, ANSWERS = b"o", b"c", b"u", b"a"
MAC = 16
HEAD = MAC + 1 + 8 + 16
MOUNTED_AT = "/messaging"
_PLACE = "TOKEN"
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


@dataclass(frozen=True)
class Token:
    """What a valid token says. `destination` is empty but for clicks."""

    message_id: UUID
    destination: str = ""


@cache
def _key(secret: str) -> bytes:
    return hashlib.sha256(b"dangol.messaging.links:" + secret.encode()).digest()


def _sign(key: bytes, payload: bytes) -> bytes:
    return hashlib.blake2b(payload, key=key, digest_size=MAC).digest()


class Signer:
    """Makes the tokens of one company; a bulk mail needs several for each recipient."""

    def __init__(self, company_id: int) -> None:
        self._key = _key(settings.SECRET_KEY)
        self._company = company_id.to_bytes(8, "big")

    def token(self, purpose: bytes, message_id: UUID, destination: bytes = b"") -> bytes:
        """The token as it stands in an address. `destination` is a web address, for clicks."""
        payload = purpose + self._company + message_id.bytes + destination
        encoded = binascii.b2a_base64(_sign(self._key, payload) + payload, newline=False)
        return encoded.translate(_URL_SAFE, b"=")


def read(text: str, purpose: bytes, company_id: int) -> Token | None:
    """What the token says, or None when it is not ours, for another purpose or another company."""
    try:
        signed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    mac, payload = signed[:MAC], signed[MAC:]
    if len(signed) < HEAD or not _genuine(mac, payload):
        return None
    if payload[:1] != purpose or int.from_bytes(payload[1:9], "big") != company_id:
        return None
    return Token(message_id=UUID(bytes=payload[9:25]), destination=payload[25:].decode())


def _genuine(mac: bytes, payload: bytes) -> bool:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(hmac.compare_digest(mac, _sign(_key(secret), payload)) for secret in secrets)


def address(view: str, origin: str, text: str = _PLACE) -> str:
    """The full address of a tracking view (`open`, `click`, `unsubscribe`) for a token.

    Looked up in this layer's own list, so that a worker need not load the views of all modules.
    """
    return origin + MOUNTED_AT + reverse(view, urlconf="messaging.urls", args=[text])


def prefix(view: str, origin: str) -> bytes:
    """What stands before the token in such addresses."""
    return address(view, origin).removesuffix(_PLACE).encode()
