"""Addresses as the engine keeps and compares them."""

from __future__ import annotations

import hashlib
import re
from uuid import UUID

from dangol.i18n import figures
from messaging.models import Send

MAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
    r"[A-Za-z0-9-]{2,63}"
)
MOBILE = re.compile(r"01[016789]\d{7,8}")


def normal(channel: str, address: str) -> str:
    """Lower-case mail address, or the digits of a number with a leading 0 for +82."""
    if channel == Send.Channel.EMAIL:
        return address.strip().lower()
    digits = re.sub(r"\D", "", address)
    return "0" + digits[2:] if digits.startswith("82") else digits


def is_valid(channel: str, address: str) -> bool:
    """Whether a message can be sent there: nothing in it can end a line or a command."""
    if channel == Send.Channel.EMAIL:
        return len(address) <= 254 and MAIL.fullmatch(address) is not None
    return MOBILE.fullmatch(address) is not None


def fingerprint(address: str) -> UUID:
    """First 16 bytes of the SHA-256 of a normal address."""
    return UUID(bytes=hashlib.sha256(address.encode()).digest()[:16])


def masked(address: str) -> str:
    """As result lists show it: 010-••••-2841, mi•••@people.example."""
    name, at, domain = address.partition("@")
    if at:
        return f"{name[:2]}•••@{domain}"
    written = figures.phone(address)
    parts = written.split("-")
    if len(parts) < 3:
        return f"{address[:-8]}••••{address[-4:]}"
    return "-".join([parts[0], "•" * 4, parts[-1]])
