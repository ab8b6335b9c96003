"""A mail and text provider that answers as AWS does, on command: what moto has no faults for (S1).

Counts every request and keeps what it took, so that a call that boto3 repeated would be seen.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

ERRORS = {
    "throttled": (429, "TooManyRequestsException", "Maximum sending rate exceeded."),
    "rejected": (400, "MessageRejected", "Email address is malformed."),
    "unverified": (400, "MessageRejected", "Email address is not verified."),
    "domain": (400, "MailFromDomainNotVerifiedException", "The MAIL FROM domain is not verified."),
    "paused": (400, "SendingPausedException", "Sending is paused for this account."),
    "denied": (403, "AccessDeniedException", "Not allowed."),
    "broken": (500, "InternalServiceErrorException", "Something went wrong."),
}


class Aws:
    """What came in, and what is to go wrong next: a name of `ERRORS`, "hang" or "lose"."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.requests = 0
        self.faults: list[str] = []
        self.url = ""
        self.ends = threading.Event()
        self._lock = threading.Lock()

    def fault(self) -> str:
        with self._lock:
            self.requests += 1
            return self.faults.pop(0) if self.faults else ""


class Handler(BaseHTTPRequestHandler):
    """Answers for the `aws` of its server."""

    protocol_version = "HTTP/1.1"
    aws: Aws

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = self.aws.fault()
        if fault in ERRORS:
            return self._refuse(*ERRORS[fault])
        self.aws.taken.append(json.loads(body) if self._is_mail else parse_qs(body.decode()))
        if not fault:
            return self._mail() if self._is_mail else self._text()
        if fault == "hang":
            self.aws.ends.wait(10)
        self.close_connection = True
        return None

    @property
    def _is_mail(self) -> bool:
        return self.path.startswith("/v2/email")

    def _mail(self) -> None:
        self._say(200, "application/json", json.dumps({"MessageId": f"ses-{uuid4().hex}"}))

    def _text(self) -> None:
        told = f"<MessageId>sns-{uuid4().hex}</MessageId>"
        whole = f"<PublishResponse><PublishResult>{told}</PublishResult></PublishResponse>"
        self._say(200, "text/xml", whole)

    def _refuse(self, code: int, kind: str, words: str) -> None:
        if self._is_mail:
            body = json.dumps({"message": words})
            return self._say(code, "application/json", body, {"x-amzn-ErrorType": kind})
        told = f"<Type>Sender</Type><Code>{kind}</Code><Message>{words}</Message>"
        whole = f"<ErrorResponse><Error>{told}</Error></ErrorResponse>"
        return self._say(code, "text/xml", whole)

    def _say(self, code: int, kind: str, body: str, more: dict[str, str] | None = None) -> None:
        data = body.encode()
        self.send_response(code)
        headers = {"Content-Type": kind, "Content-Length": str(len(data))} | (more or {})
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args: Any) -> None:
        """Says nothing."""


@contextmanager
def running() -> Iterator[Aws]:
    """A server on a free port of loopback."""
    aws = Aws()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Handler,), {"aws": aws}))
    server.daemon_threads = True
    aws.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield aws
    finally:
        aws.ends.set()
        server.shutdown()
        server.server_close()
