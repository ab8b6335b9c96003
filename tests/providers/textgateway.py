"""The reference server of docs/text-gateway.md (S1): what a gateway does, and what goes wrong.

Everything that it takes is forced to its log before it answers. Asked again with a key that it
knows, it repeats its answer. Faults are told to it beforehand, and happen once each.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

KEY = "gateway-key"
MOST = 100


class TextGateway:
    """The state of one server: its log, its answers by key, and the faults that are to come.

    faults  "lose" closes the line after taking the messages, "fail" answers 503 after taking them,
            "busy" answers 429 and takes nothing, "closed" answers 403, "garbled" answers no JSON
    """

    def __init__(self, log: Path) -> None:
        self.log = log
        self.faults: list[str] = []
        self.calls = 0
        self._answers: dict[str, dict[str, str]] = {}
        self._lock = threading.Lock()
        self.url = ""

    def taken(self) -> list[dict[str, Any]]:
        """The log: one line for each text that left."""
        if not self.log.exists():
            return []
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def fault(self) -> str:
        with self._lock:
            self.calls += 1
            return self.faults.pop(0) if self.faults else ""

    def take(self, messages: Sequence[dict[str, str]]) -> list[dict[str, str]]:
        with self._lock:
            fresh = [each for each in messages if each["key"] not in self._answers]
            lines = []
            for each in fresh:
                answer = self._answer(each)
                self._answers[each["key"]] = answer
                if answer["status"] == "accepted":
                    lines.append(json.dumps(each | {"id": answer["id"]}, ensure_ascii=False))
            if lines:
                with self.log.open("a") as file:
                    file.write("".join(f"{line}\n" for line in lines))
                    file.flush()
                    os.fsync(file.fileno())
            return [self._answers[each["key"]] for each in messages]

    def known(self, keys: Sequence[str]) -> list[dict[str, str]]:
        """What it knows of these keys; a key that it does not know was never taken."""
        return [self._answers.get(key, {"key": key, "status": "unknown"}) for key in keys]

    @staticmethod
    def _answer(message: dict[str, str]) -> dict[str, str]:
        key = message["key"]
        if message["to"].endswith("0000"):
            told = {"status": "rejected", "code": "invalid_number", "reason": "없는 번호"}
        elif message["from"].endswith("9999"):
            told = {"status": "rejected", "code": "sender", "reason": "등록되지 않은 발신번호"}
        elif message["to"].endswith("7777"):
            told = {"status": "busy", "code": "throttled"}
        else:
            told = {"status": "accepted", "id": f"gw-{uuid4().hex[:12]}"}
        return {"key": key} | told


class Handler(BaseHTTPRequestHandler):
    """Answers for the `gateway` of its server."""

    protocol_version = "HTTP/1.1"
    gateway: TextGateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if (refused := self._refused()) is not None:
            return self._say(*refused)
        fault = self.gateway.fault()
        if fault in ("busy", "closed"):
            return self._say({"busy": 429, "closed": 403}[fault], {"error": fault})
        messages = json.loads(body)["messages"]
        if len(messages) > MOST:
            return self._say(413, {"error": f"more than {MOST} messages"})
        results = self.gateway.take(messages)
        if fault == "lose":
            self.close_connection = True
            return None
        if fault == "fail":
            return self._say(503, {"error": "busy after all"})
        return self._say(200, "<html>" if fault == "garbled" else {"results": results})

    def do_GET(self) -> None:
        if (refused := self._refused()) is not None:
            return self._say(*refused)
        asked = parse_qs(self.path.partition("?")[2]).get("keys", [""])[0]
        keys = [each for each in asked.split(",") if each]
        if (fault := self.gateway.fault()) == "fail":
            return self._say(503, {"error": "busy after all"})
        if fault == "garbled":
            return self._say(200, "<html>")
        return self._say(200, {"results": self.gateway.known(keys)})

    def _refused(self) -> tuple[int, dict[str, str]] | None:
        if self.path.partition("?")[0] != "/v1/messages":
            return 404, {"error": "no such address"}
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            return 401, {"error": "unknown key"}
        return None

    def _say(self, code: int, body: Any) -> None:
        data = json.dumps(body).encode() if not isinstance(body, str) else body.encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args: Any) -> None:
        """Says nothing."""


@contextmanager
def running(log: Path) -> Iterator[TextGateway]:
    """A server on a free port of loopback, with this file as its log."""
    gateway = TextGateway(log)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Handler,), {"gateway": gateway}))
    server.daemon_threads = True
    gateway.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
