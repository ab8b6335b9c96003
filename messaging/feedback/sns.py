"""The envelopes of Amazon SNS: what is in one, and whether Amazon signed it (S7).

A certificate is taken from Amazon's own hosts alone, over TLS: whoever forges an envelope can name
another, and is refused for it.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from dangol import clock
from tenants import outside

NOTIFICATION, SUBSCRIPTION, END = (
    "Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation",
)  # fmt: skip
_ASKED = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
SIGNED: dict[str, tuple[str, ...]] = {
    NOTIFICATION: ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    SUBSCRIPTION: _ASKED,
    END: _ASKED,
}
"""The parts that the signature covers, in its order; Subject may be missing."""
HOST = re.compile(r"sns\.[a-z0-9-]{3,30}\.amazonaws\.com(\.cn)?")
CERTIFICATE = 64 * 1024
"""Bytes that a certificate has at most."""
HASHES: dict[str, hashes.HashAlgorithm] = {"1": hashes.SHA1(), "2": hashes.SHA256()}  # noqa: S303


class Unreadable(ValueError):
    """No envelope of SNS."""


class Forged(ValueError):
    """Amazon has not signed it."""


@dataclass(frozen=True)
class Envelope:
    """One post of SNS. `key` names it: delivered twice it is the same."""

    kind: str
    key: str
    topic: str
    message: str
    parts: Mapping[str, str]


def read(body: bytes) -> Envelope:
    """The envelope in a request's body; Unreadable when a part is missing or of another kind."""
    try:
        found = json.loads(body)
    except ValueError as error:
        raise Unreadable("no JSON") from error
    kind = found.get("Type") if isinstance(found, dict) else None
    if kind not in SIGNED:
        raise Unreadable(f"Type {kind!r}")
    needed = {*SIGNED[kind], "Signature", "SignatureVersion", "SigningCertURL"} - {"Subject"}
    parts = {name: found[name] for name in {*needed, "Subject"} if isinstance(found.get(name), str)}
    if missing := needed - parts.keys():
        raise Unreadable(f"without {', '.join(sorted(missing))}")
    return Envelope(kind, parts["MessageId"], parts["TopicArn"], parts["Message"], parts)


def check(envelope: Envelope) -> None:
    """Forged unless Amazon signed it; OSError when its certificate cannot be fetched just now."""
    parts = envelope.parts
    algorithm = HASHES.get(parts["SignatureVersion"])
    if algorithm is None:
        raise Forged(f"signature version {parts['SignatureVersion']}")
    address = amazons(parts["SigningCertURL"])
    try:
        signature = b64decode(parts["Signature"], validate=True)
        _key(address).verify(signature, _signed(envelope), PKCS1v15(), algorithm)
    except InvalidSignature as error:
        raise Forged("the signature does not fit") from error
    except ValueError as error:
        raise Forged(str(error)) from error


def confirm(envelope: Envelope) -> None:
    """Takes the subscription up, as a checked envelope asks; OSError when Amazon is not there."""
    answer = outside.ask("GET", amazons(envelope.parts["SubscribeURL"]), headers={})
    if answer.status != 200:
        raise OSError(f"The confirmation was answered with {answer.status}.")


def amazons(address: str) -> str:
    """The address itself; Forged unless it leads to SNS."""
    try:
        host = outside.check(address).hostname or ""
    except outside.Refused as error:
        raise Forged(address) from error
    if not (HOST.fullmatch(host) or outside.is_own_machine(host)):
        raise Forged(address)
    return address


def _signed(envelope: Envelope) -> bytes:
    named = [name for name in SIGNED[envelope.kind] if name in envelope.parts]
    return "".join(f"{name}\n{envelope.parts[name]}\n" for name in named).encode()


def _key(address: str) -> RSAPublicKey:
    """The public key at the address; Forged for a certificate whose time is over."""
    certificate = _certificate(address)
    now = clock.real_now()
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise Forged("the certificate is not valid now")
    key = certificate.public_key()
    if not isinstance(key, RSAPublicKey):
        raise Forged("the certificate holds no RSA key")
    return key


@lru_cache(maxsize=32)
def _certificate(address: str) -> x509.Certificate:
    answer = outside.ask("GET", address, headers={}, keep=CERTIFICATE)
    if answer.status != 200:
        raise OSError(f"The certificate was answered with {answer.status}.")
    return x509.load_pem_x509_certificate(answer.body)
