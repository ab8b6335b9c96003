"""What must hold before anything is started. Each failure is one sentence, at once (X1)."""

from __future__ import annotations

import errno
import socket
from contextlib import suppress

import psutil

from dangol.embedded.errors import CannotStart, PortTaken


def require_free_port(host: str, port: int) -> None:
    """PortTaken when something listens where the web server is to listen.

    A browser tries `::1` before `127.0.0.1` for names below localhost, so both must be free.
    """
    if not 0 < port < 65536:
        raise CannotStart(f"{port} is no port: choose a number from 1024 to 65535.")
    _require_free(socket.AF_INET, host, port)
    if host == "127.0.0.1" and socket.has_ipv6:
        _require_free(socket.AF_INET6, "::1", port)


def _require_free(family: socket.AddressFamily, host: str, port: int) -> None:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            _explain(error, host, port)


def _explain(error: OSError, host: str, port: int) -> None:
    if error.errno == errno.EADDRINUSE:
        raise PortTaken(port, _holder(port)) from error
    if error.errno == errno.EACCES:
        raise CannotStart(
            f"Port {port} is reserved for root: choose one above 1023,"
            f" for example 'make up PORT=8000'."
        ) from error
    if host != "::1":  # a machine without IPv6 is no trouble
        raise CannotStart(f"Nothing can listen on {host}:{port}: {error.strerror}.") from error


def _holder(port: int) -> str:
    """The program on the port, where this user may see it."""
    with suppress(psutil.Error):
        for found in psutil.net_connections("tcp"):
            if found.status == psutil.CONN_LISTEN and found.laddr.port == port and found.pid:
                return f"{psutil.Process(found.pid).name()} (process {found.pid})"
    return ""
