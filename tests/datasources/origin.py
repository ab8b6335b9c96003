"""Another system: a real server on this machine that answers with a table."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Origin:
    """`body` is the table, `status` what is said; `asked` the headers of each request.

    `promised` says another length than the body has; `marks` sends and honours an ETag.
    """

    port: int = 0
    body: bytes = b""
    kind: str = "text/csv"
    status: int = 200
    delay: float = 0
    promised: int | None = None
    marks: bool = False
    location: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/members"

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


@contextmanager
def running() -> Iterator[Origin]:
    """The system, until the block ends."""
    origin = Origin()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heads = {name.lower(): value for name, value in self.headers.items()}
            origin.asked.append(heads)
            time.sleep(origin.delay)
            is_same = origin.marks and heads.get("if-none-match") == origin.etag
            body = b"" if is_same else origin.body
            self.send_response(304 if is_same else origin.status)
            if origin.marks:
                self.send_header("ETag", origin.etag)
            if origin.location:
                self.send_header("Location", origin.location)
            self.send_header("Content-Type", origin.kind)
            length = len(body) if origin.promised is None else origin.promised
            self.send_header("Content-Length", str(length))
            self.end_headers()
            with suppress(OSError):  # whoever asked was killed
                self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    origin.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield origin
    server.shutdown()
    server.server_close()
    thread.join()
