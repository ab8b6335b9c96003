"""How the identity provider is asked: through the guard for addresses that people gave us (V2).

allauth asks with `requests`; its session gets a transport that judges each address, connects to the
number that was judged, and follows no redirects.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import requests
from requests.adapters import BaseAdapter

from tenants import calls, outside

BROKEN = 500
"""From this status on nobody is there who could say anything."""
MOST = 1024 * 1024
"""Bytes of an answer; keys and metadata are far smaller."""


class GuardedTransport(BaseAdapter):
    """Sends the requests of a `requests.Session` through `tenants.outside`."""

    def send(
        self, request: requests.PreparedRequest, *_args: Any, **_options: Any
    ) -> requests.Response:
        body = cast("str | bytes", request.body or b"")
        headers = {name: str(value) for name, value in request.headers.items()}
        try:
            reply = outside.ask(
                request.method or "GET", request.url or "",
                body=body.encode() if isinstance(body, str) else body,
                headers=headers, ports=calls.PORTS, keep=MOST,
            )  # fmt: skip
        except (outside.Refused, OSError) as error:
            raise requests.ConnectionError(str(error), request=request) from error
        if reply.status >= BROKEN:
            raise requests.ConnectionError(f"status {reply.status}", request=request)
        return _response(request, reply.status, reply.headers, reply.body)

    def close(self) -> None:
        """Nothing is kept open."""


def session() -> requests.Session:
    """A session that only knows this transport, and neither cookies nor proxies of the machine."""
    made = requests.Session()
    made.trust_env = False
    made.max_redirects = 0
    made.adapters.clear()
    made.mount("https://", GuardedTransport())
    made.mount("http://", GuardedTransport())
    return made


def _response(
    request: requests.PreparedRequest, status: int, headers: Mapping[str, str], body: bytes
) -> requests.Response:
    found = requests.Response()
    found.status_code, found._content = status, body
    found.headers.update({"content-type": "application/json", **headers})
    found.request, found.url = request, request.url or ""
    return found
