"""The side of Amazon SNS that posts to us: it signs envelopes, serves its certificate, and notes
which subscriptions were confirmed (S7)."""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.x509.oid import NameOID

from dangol import clock

TOPIC = "arn:aws:sns:ap-northeast-2:123456789012:dangol-mail"
ORDER = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": (
        "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type",
    ),
}  # fmt: skip


class SnsTopic:
    """One topic. `confirmed` are the tokens that came back; `is_there` whether it answers."""

    def __init__(self, *, days: int = 30) -> None:
        self.key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
        self.certificate = _certificate(self.key, days)
        self.confirmed: list[str] = []
        self.fetched = 0
        self.is_there = True
        self.url = ""

    def subscription(self) -> dict[str, str]:
        token = uuid4().hex
        return self.signed(
            Type="SubscriptionConfirmation", Token=token, Message="You have chosen to subscribe.",
            SubscribeURL=f"{self.url}/confirm?Token={token}",
        )  # fmt: skip

    def notification(self, event: dict[str, Any], **parts: str) -> dict[str, str]:
        return self.signed(Type="Notification", Message=json.dumps(event), **parts)

    def signed(self, version: str = "2", **parts: str) -> dict[str, str]:
        """The envelope with everything that SNS adds to these parts."""
        whole = {
            "MessageId": str(uuid4()), "TopicArn": TOPIC,
            "Timestamp": f"{clock.real_now().astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}", **parts,
        }  # fmt: skip
        named = [name for name in ORDER[whole["Type"]] if name in whole]
        text = "".join(f"{name}\n{whole[name]}\n" for name in named)
        algorithm = hashes.SHA256() if version == "2" else hashes.SHA1()
        signature = self.key.sign(text.encode(), PKCS1v15(), algorithm)
        return whole | {
            "SignatureVersion": version, "Signature": b64encode(signature).decode(),
            "SigningCertURL": f"{self.url}/SimpleNotificationService-{id(self)}.pem",
        }  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    """Answers for the `topic` of its server."""

    topic: SnsTopic

    def do_GET(self) -> None:
        if not self.topic.is_there:
            return self._say(500, b"")
        if "Token=" in self.path:
            self.topic.confirmed.append(self.path.partition("Token=")[2])
            return self._say(200, b"<ConfirmSubscriptionResponse/>")
        self.topic.fetched += 1
        return self._say(200, self.topic.certificate)

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Says nothing."""


@contextmanager
def running(**options: Any) -> Iterator[SnsTopic]:
    """A topic on a free port of this machine."""
    topic = SnsTopic(**options)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Handler,), {"topic": topic}))
    topic.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield topic
    finally:
        server.shutdown()
        server.server_close()


def ses_event(kind: str, message: Any, company: str, **about: Any) -> dict[str, Any]:
    """What SES publishes of a mail whose tags name our message and company."""
    now = f"{clock.real_now().astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}"
    return {
        "eventType": kind,
        "mail": {
            "timestamp": now, "messageId": f"ses-{message}",
            "tags": {"message": [str(message)], "company": [company]},
        },
        kind.lower(): {"timestamp": now, **about},
    }  # fmt: skip


def _certificate(key: rsa.RSAPrivateKey, days: int) -> bytes:
    """Signed by itself, until so many days from now; it began forty days ago."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    now = clock.real_now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=40)).not_valid_after(now + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    return made.public_bytes(serialization.Encoding.PEM)
