"""One call to an address that somebody gave us: https, public addresses, no redirects (V2).

The name is looked up once, every number it has is judged, and that number is connected to: a name
that answers differently the second time leads nowhere else. In development and tests the machine
itself may be the service, by its number and without TLS.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

SECONDS = 10
"""For the connection and between two pieces of the answer; WHOLE for everything together."""
WHOLE = 20
HTTPS = 443
CARRIERS = (
    ip_network("::/96"),
    ip_network("64:ff9b::/96"),
    ip_network("64:ff9b:1::/48"),
    ip_network("2002::/16"),
    ip_network("2001::/32"),
)
"""Numbers of IPv6 with a number of IPv4 inside, which a network may unpack: none is posted to."""

Resolver = Callable[[str, int], Sequence[str]]
"""(name, port) -> its numbers; OSError when it has none."""


class Refused(ValueError):
    """The address is none that we post to."""


@dataclass(frozen=True)
class Reply:
    """What was answered: the status, and the beginning of the body as far as it was wanted."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def look_up(host: str, port: int) -> list[str]:
    """The numbers of a name, as the system knows them; OSError when it knows none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a part of the name is too long
        raise socket.gaierror(socket.EAI_NONAME, str(error)) from error
    return [str(each[4][0]) for each in found]


def check(address: str, ports: Collection[int] = (HTTPS,)) -> SplitResult:
    """The parts of an address that may be posted to; Refused otherwise. Looks nothing up."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise Refused(address) from error
    if parts.username is not None or not parts.hostname or parts.fragment:
        raise Refused(address)
    if not (address.isascii() and address.isprintable()) or " " in address:
        raise Refused(address)
    if is_own_machine(parts.hostname):
        return parts
    if parts.scheme != "https" or (port or HTTPS) not in ports:
        raise Refused(address)
    return parts


def check_reach(
    address: str, ports: Collection[int] = (HTTPS,), resolve: Resolver = look_up
) -> None:
    """Refused for an address that leads inside as its name stands now.

    A name that nobody knows yet is accepted: `ask` judges it anew each time.
    """
    parts = check(address, ports)
    host = parts.hostname or ""
    if is_own_machine(host):
        return
    with suppress(OSError):
        public_number(resolve(host, parts.port or HTTPS), host)


def is_own_machine(host: str) -> bool:
    """Whether it is this machine by number, where that is allowed: in development and tests."""
    return bool(settings.DEVELOPMENT) and host == "127.0.0.1"


def post(
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    ports: Collection[int] = (HTTPS,),
    keep: int = 0,
    resolve: Resolver = look_up,
) -> Reply:
    """The answer to a POST; as `ask`."""
    return ask("POST", address, body=body, headers=headers, ports=ports, keep=keep, resolve=resolve)


def ask(
    method: str,
    address: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str],
    ports: Collection[int] = (HTTPS,),
    keep: int = 0,
    whole: float = 0,
    resolve: Resolver = look_up,
) -> Reply:
    """The answer, with `keep` bytes of its body, within `whole` seconds; 0 for the usual ones.

    Refused for a forbidden address, OSError when nobody answers in time.
    """
    parts = check(address, ports)
    host, port = parts.hostname or "", parts.port or (80 if parts.scheme == "http" else HTTPS)
    number = host if is_own_machine(host) else public_number(resolve(host, port), host)
    connection = Pinned(host, port, number, is_safe=parts.scheme == "https")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    end = Timer(whole or WHOLE, connection.abort)
    end.daemon = True
    end.start()
    try:
        connection.request(method, path, body=body or None, headers=dict(headers))
        answer = connection.getresponse()
        said = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, answer.read(keep) if keep else b"", said)
    except (http.client.HTTPException, ValueError, OSError) as error:
        if connection.was_cut:
            raise TimeoutError(str(error)) from error
        if isinstance(error, OSError):
            raise
        raise OSError(str(error)) from error
    finally:
        end.cancel()
        connection.close()


def public_number(numbers: Sequence[str], host: str) -> str:
    """The number to connect to; Refused when any of the name's numbers is not public."""
    if not numbers or not all(is_public(number) for number in numbers):
        raise Refused(host)
    return numbers[0]


def is_public(number: str) -> bool:
    """Whether it is a number of the open net, and of one machine in it."""
    try:
        address = ip_address(number)
    except ValueError:  # with a zone, such as fe80::1%eth0: of one link alone
        return False
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(str(address.ipv4_mapped))
        if any(address in network for network in CARRIERS):
            return False
    return address.is_global and not address.is_multicast


class Pinned(http.client.HTTPConnection):
    """To the number that was judged; with TLS, under the name's certificate."""

    def __init__(self, host: str, port: int, number: str, *, is_safe: bool) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self.number, self.is_safe, self.was_cut = number, is_safe, False

    def connect(self) -> None:
        plain = socket.create_connection((self.number, self.port), SECONDS)
        self.sock = plain
        if self.is_safe:
            safe = ssl.create_default_context()
            self.sock = safe.wrap_socket(plain, server_hostname=self.host)

    def abort(self) -> None:
        """Ends it from another thread: whoever waits on it gets an OSError."""
        self.was_cut = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)
