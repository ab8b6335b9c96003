"""Secrets of webhooks: made, sealed for the database, and what is signed with them (W2).

The signature is that of Standard Webhooks: HMAC-SHA256 over id, time and body.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Iterable
from functools import cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

BEGIN = "whsec_"
BYTES = 32


def new() -> str:
    """A secret as its receiver keeps it."""
    return BEGIN + base64.b64encode(os.urandom(BYTES)).decode()


def seal(secret: str) -> str:
    """As it stands in the database: of no use without the installation's own secret."""
    return _box(settings.SECRET_KEY).encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    return _box(settings.SECRET_KEY).decrypt(sealed.encode()).decode()


def signatures(secrets: Iterable[str], key: str, timestamp: int, body: str) -> str:
    """The header `webhook-signature`: one signature for each secret that is in use."""
    signed = f"{key}.{timestamp}.{body}".encode()
    return " ".join(f"v1,{_signature(secret, signed)}" for secret in secrets)


def _signature(secret: str, signed: bytes) -> str:
    raw = base64.b64decode(secret.removeprefix(BEGIN))
    return base64.b64encode(hmac.digest(raw, signed, hashlib.sha256)).decode()


@cache
def _box(secret: str) -> Fernet:
    raw = HKDF(hashes.SHA256(), 32, salt=b"", info=b"dangol webhooks").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(raw))
