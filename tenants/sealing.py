"""Secrets of a company as they lie in the database: of no use without the key of this installation,
nor in another company (V2)."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from tenants import context


def seal(purpose: str, text: str) -> str:
    """The secret, readable with this company's key for this purpose only."""
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(purpose: str, sealed: str) -> str:
    """The secret itself."""
    return _box(purpose).decrypt(sealed.encode()).decode()


def _box(purpose: str) -> MultiFernet:
    """Newest key first, so that old secrets stay readable after the key was changed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(purpose, key)) for key in keys])


def _key(purpose: str, secret: str | bytes) -> bytes:
    words = f"{purpose} c{context.company().pk} {secret!s}"
    return urlsafe_b64encode(sha256(words.encode()).digest())
