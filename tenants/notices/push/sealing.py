"""What goes to a push service: the text sealed for one browser (RFC 8291) and our signature under
the request (VAPID, RFC 8292). The service carries the text and cannot read it.
"""

from __future__ import annotations

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from functools import cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from dangol import clock

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve: a private key is a number below it."""
RECORD = 4096
"""The longest message that a push service takes."""
LIFE = timedelta(hours=12)
"""How long a signature holds; the services allow a day."""


def encode(raw: bytes) -> str:
    """Base64 for addresses and headers, without its filling."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """ValueError when it is no base64."""
    return urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))


def public_key() -> str:
    """Our public key: browsers ask for it, so that nobody else can send to them."""
    return encode(_raw(_own_key(settings.SECRET_KEY).public_key()))


def receiver_key(p256dh: str) -> ec.EllipticCurvePublicKey:
    """A browser's public key; ValueError when it is none."""
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decode(p256dh))


def seal(text: bytes, p256dh: str, auth: str) -> bytes:
    """The text as only the browser with these keys can read it: one record of aes128gcm."""
    theirs = receiver_key(p256dh)
    ours, salt = ec.generate_private_key(CURVE), os.urandom(16)
    shared = ours.exchange(ec.ECDH(), theirs)
    info = b"WebPush: info\x00" + _raw(theirs) + _raw(ours.public_key())
    secret = _derived(shared, salt=decode(auth), info=info, length=32)
    key = _derived(secret, salt=salt, info=b"Content-Encoding: aes128gcm\x00", length=16)
    nonce = _derived(secret, salt=salt, info=b"Content-Encoding: nonce\x00", length=12)
    sender = _raw(ours.public_key())
    head = salt + RECORD.to_bytes(4, "big") + bytes([len(sender)]) + sender
    return head + AESGCM(key).encrypt(nonce, text + b"\x02", None)


def signature(endpoint: str) -> str:
    """The Authorization header for one push service."""
    key = _own_key(settings.SECRET_KEY)
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((clock.real_now() + LIFE).timestamp()),
        "sub": f"mailto:{settings.DEFAULT_FROM_EMAIL}",
    }
    signed = ".".join(encode(json.dumps(part).encode()) for part in (HEAD, claims))
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    token = f"{signed}.{encode(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
    return f"vapid t={token}, k={public_key()}"


HEAD = {"typ": "JWT", "alg": "ES256"}


@cache
def _own_key(secret: str) -> ec.EllipticCurvePrivateKey:
    """Made of the installation's secret, which is made once: so it is the same on every host."""
    raw = _derived(secret.encode(), salt=b"", info=b"dangol web push", length=48)
    return ec.derive_private_key(int.from_bytes(raw, "big") % (ORDER - 1) + 1, CURVE)


def _derived(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def _raw(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
