"""Asking an address for its table (A20)."""

from __future__ import annotations

import hashlib
import ssl
from dataclasses import dataclass

from tenants import calls, outside
from tenants.datasources.failures import Failure
from tenants.datasources.models import DataSource
from tenants.datasources.services.keeping import header_of

MEGABYTE = 1024 * 1024
LARGEST = 50 * MEGABYTE
SECONDS = 300
"""For the whole answer."""
WANTED = "text/csv, application/json, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, */*;q=0.5"  # noqa: E501
UNCHANGED = 304


@dataclass(frozen=True)
class Answer:
    """What was answered; `is_same` when the address says itself that nothing has changed."""

    body: bytes = b""
    kind: str = ""
    etag: str = ""
    is_same: bool = False

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def ask(source: DataSource, etag: str) -> Answer:
    """The table at the address; `etag` is the mark of the last one. Failure when there is none."""
    heads = {
        "Accept": WANTED, "Accept-Encoding": "identity", "User-Agent": "Dangol",
        **header_of(source),
    }  # fmt: skip
    if etag:
        heads["If-None-Match"] = etag
    try:
        reply = outside.ask(
            "GET", source.url, headers=heads, ports=calls.PORTS, keep=LARGEST + 1, whole=SECONDS
        )
    except (outside.Refused, OSError, ssl.SSLError) as error:
        raise Failure(calls.code_of(error)) from error
    if reply.status == UNCHANGED and etag:
        return Answer(is_same=True)
    _check(reply)
    said = reply.headers
    return Answer(reply.body, said.get("content-type", ""), said.get("etag", "")[:200])


def _check(reply: outside.Reply) -> None:
    """Failure for an answer that holds no whole table."""
    status = reply.status
    if 300 <= status < 400:
        raise Failure("moved", reply.headers.get("location", "")[:300])
    if status in (401, 403):
        raise Failure("denied", str(status))
    if status in (404, 410):
        raise Failure("gone", str(status))
    if status >= 500 or status == 429:
        raise Failure("busy", str(status))
    if status != 200:
        raise Failure("status", str(status))
    if len(reply.body) > LARGEST:
        raise Failure("large", str(LARGEST // MEGABYTE))
    promised = reply.headers.get("content-length", "")
    if promised.isdigit() and len(reply.body) < int(promised):
        raise Failure("answer")
    if not reply.body.strip():
        raise Failure("empty")
