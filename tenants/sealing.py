"""Secrets as they lie in the database: of no use without the key of this installation, and those of
a company of no use in another (V2)."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from tenants import context

PLATFORM = "platform"


def seal(purpose: str, text: str) -> str:
    """The secret, readable with this company's key for this purpose only."""
    return _box(purpose, _company()).encrypt(text.encode()).decode()


def unseal(purpose: str, sealed: str) -> str:
    """The secret itself."""
    return _box(purpose, _company()).decrypt(sealed.encode()).decode()


def seal_for_platform(purpose: str, text: str) -> str:
    """A secret of the installation itself, such as a provider's key; no company's own."""
    return _box(purpose, PLATFORM).encrypt(text.encode()).decode()


def unseal_of_platform(purpose: str, sealed: str) -> str:
    """The secret itself; InvalidToken when it was sealed with another key."""
    return _box(purpose, PLATFORM).decrypt(sealed.encode()).decode()


def _company() -> str:
    return f"c{context.company().pk}"


def _box(purpose: str, owner: str) -> MultiFernet:
    """Newest key first, so that old secrets stay readable after the key was changed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(purpose, owner, key)) for key in keys])


def _key(purpose: str, owner: str, secret: str | bytes) -> bytes:
    words = f"{purpose} {owner} {secret!s}"
    return urlsafe_b64encode(sha256(words.encode()).digest())
