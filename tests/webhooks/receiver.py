"""A program that is told: a real server on this machine, which checks what it gets."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """`status` and `answer` are what it says; `taken` what arrived, as (headers, body)."""

    port: int = 0
    status: int = 200
    answer: bytes = b"thanks"
    delay: float = 0
    taken: list[tuple[dict[str, str], str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks"

    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _headers, body in self.taken]


@contextmanager
def running(safe: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver; with `safe` it speaks https."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            heads = {name.lower(): value for name, value in self.headers.items()}
            receiver.taken.append((heads, body))
            time.sleep(receiver.delay)
            self.send_response(receiver.status)
            if receiver.status in (301, 307):
                self.send_header("Location", f"{receiver.url}/else")
            self.send_header("Content-Length", str(len(receiver.answer)))
            self.end_headers()
            self.wfile.write(receiver.answer)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if safe is not None:
        server.socket = safe.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield receiver
    server.shutdown()
    server.server_close()
    thread.join()


def is_signed(headers: dict[str, str], body: str, secret: str) -> bool:
    """As the receiver of Standard Webhooks checks it, written once more."""
    raw = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    wanted = base64.b64encode(hmac.new(raw, signed, hashlib.sha256).digest()).decode()
    return f"v1,{wanted}" in headers["webhook-signature"].split(" ")
