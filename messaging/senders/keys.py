"""The key pair of a domain, and signing mails with it: DKIM (RFC 6376), relaxed/relaxed (S1).

Signing is spoken here and not by dkimpy, because that computes RSA in Python: 7.4 ms a mail, in
which no other line of the worker gets on. OpenSSL needs 0.3 ms and lets the others work. The tests
have dkimpy judge what is signed here.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.conf import settings

from dangol import clock

BITS = 2048
SIGNED = (
    b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type",
    b"reply-to", b"list-unsubscribe", b"list-unsubscribe-post",
)  # fmt: skip
"""Headers under the signature; of a header that is missing nobody may add one."""
_SPACES = re.compile(rb"[ \t]+")
_FOLD = re.compile(rb"\r\n(?=[ \t])")
_AT_END = re.compile(rb"[ \t]+(?=\r\n)")
LINE = 72


def new_pair() -> tuple[str, str]:
    """(private key as PEM, public key as its record carries it)"""
    key = rsa.generate_private_key(public_exponent=65_537, key_size=BITS)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return pem.decode(), public_half(key)


def public_half(key: rsa.RSAPrivateKey) -> str:
    der = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return base64.b64encode(der).decode()


class Signer:
    """Signs mails of one domain. Used by several threads at once."""

    def __init__(self, domain: str, selector: str, pem: str) -> None:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise ValueError("The key is no RSA key.")
        self.domain, self.selector, self._key = domain, selector, key
        names = b":".join(dict.fromkeys(SIGNED))
        self._head = b"v=1; a=rsa-sha256; c=relaxed/relaxed; d=%b; s=%b;\r\n h=%b;\r\n t=" % (
            domain.encode("ascii"),
            selector.encode("ascii"),
            names,
        )

    def sign(self, mail: bytes) -> bytes:
        """The mail with its signature before it. Lines end with CRLF, as the engine writes them."""
        head, _gap, body = mail.partition(b"\r\n\r\n")
        digest = hashlib.sha256(relaxed_body(body)).digest()
        moment = int(clock.real_now().timestamp())
        value = self._head + b"%d;\r\n bh=%b;\r\n b=" % (moment, base64.b64encode(digest))
        signed = _signed_headers(head) + b"dkim-signature:" + _relaxed(value)
        made = self._key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
        return b"DKIM-Signature: " + value + _folded(base64.b64encode(made)) + b"\r\n" + mail


def relaxed_body(body: bytes) -> bytes:
    """Runs of blanks are one, none stands at the end of a line, no empty line at the end."""
    if b" " in body or b"\t" in body:
        body = _AT_END.sub(b"", _SPACES.sub(b" ", body + b"\r\n"))
    body = body.rstrip(b"\r\n")
    return body + b"\r\n" if body else b""


def _signed_headers(head: bytes) -> bytes:
    """Those of SIGNED that the mail has, in that order: each once, the lowest one."""
    found: dict[bytes, bytes] = {}
    for line in _FOLD.sub(b"", head).split(b"\r\n"):
        name, _colon, value = line.partition(b":")
        found[name.strip().lower()] = value
    lines = (b"%b:%b\r\n" % (name, _relaxed(found[name])) for name in SIGNED if name in found)
    return b"".join(lines)


def _relaxed(value: bytes) -> bytes:
    return _SPACES.sub(b" ", _FOLD.sub(b"", value)).strip()


def _folded(text: bytes) -> bytes:
    return b"\r\n ".join(text[at : at + LINE] for at in range(0, len(text), LINE))


@lru_cache(maxsize=1)
def of_shared_domain(path: str, domain: str, selector: str) -> Signer | None:
    """The signer of the domain that all companies share; None where the mail server signs."""
    return Signer(domain, selector, Path(path).read_text()) if path else None


def shared() -> Signer | None:
    return of_shared_domain(settings.SENDER_KEY, settings.SENDER_DOMAIN, settings.SENDER_SELECTOR)
