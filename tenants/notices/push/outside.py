"""One POST to an address that a browser named: https, public addresses, no redirects.

The name is looked up once and that address is connected to, so a name that answers differently the
second time leads nowhere else. In development and tests the machine itself may be the service.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

SECONDS = 10


class Refused(ValueError):
    """The address is none that we post to."""


def check(address: str) -> SplitResult:
    """The parts of an address that may be posted to; Refused otherwise. Looks nothing up."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise Refused(address) from error
    if parts.username is not None or not parts.hostname or parts.fragment:
        raise Refused(address)
    if is_own_machine(parts.hostname):
        return parts
    if parts.scheme != "https" or port not in (None, 443):
        raise Refused(address)
    return parts


def is_own_machine(host: str) -> bool:
    """Whether it is this machine by number, where that is allowed: in development and tests."""
    return bool(settings.DEVELOPMENT) and host == "127.0.0.1"


def post(address: str, body: bytes, headers: Mapping[str, str]) -> int:
    """The status of the answer. Refused for a forbidden address, OSError when nobody answers."""
    parts = check(address)
    host = parts.hostname or ""
    found = host if is_own_machine(host) else _public_address(host)
    connection = _connection(parts, host, found)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, body=body, headers=dict(headers))
        return connection.getresponse().status
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


def _public_address(host: str) -> str:
    """The number to connect to; Refused when any of the name's numbers is not public."""
    found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    numbers = [str(each[4][0]) for each in found]
    if not numbers or not all(_is_public(number) for number in numbers):
        raise Refused(host)
    return numbers[0]


def _is_public(number: str) -> bool:
    address = ip_address(number)
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    return address.is_global and not address.is_multicast


def _connection(parts: SplitResult, host: str, number: str) -> http.client.HTTPConnection:
    if parts.scheme == "http":
        return http.client.HTTPConnection(number, parts.port or 80, timeout=SECONDS)
    return _Pinned(host, number)


class _Pinned(http.client.HTTPSConnection):
    """TLS with the name's certificate, to the number that was looked at."""

    def __init__(self, host: str, number: str) -> None:
        super().__init__(host, 443, timeout=SECONDS, context=ssl.create_default_context())
        self.number = number

    def connect(self) -> None:
        plain = socket.create_connection((self.number, 443), SECONDS)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)  # type: ignore[attr-defined]
