"""Dangol as `dangol up` starts it, with a mail server of the test's own beside it."""

from __future__ import annotations

import http.client
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

T = TypeVar("T")
logging.getLogger("mail.log").setLevel(logging.WARNING)
START_SECONDS = 180


@dataclass
class MailServer:
    """Takes every mail and keeps it in memory: (recipients, bytes)."""

    taken: list[tuple[list[str], bytes]] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.taken.append((list(envelope.rcpt_tos), bytes(envelope.content or b"")))
        return "250 taken"

    def to(self, address: str) -> list[EmailMessage]:
        """The mails that this address got."""
        return [
            message_from_bytes(content, policy=policy.default)  # type: ignore[misc]
            for recipients, content in self.taken
            if address in recipients
        ]


@dataclass(frozen=True)
class Stack:
    """A running Dangol. `home` is its data folder, `port` its web address."""

    home: Path
    port: int
    mail: MailServer

    def url(self, company: str = "", path: str = "/") -> str:
        host = f"{company}.localhost" if company else "localhost"
        return f"http://{host}:{self.port}{path}"

    def fetch(self, url: str) -> http.client.HTTPResponse:
        """GET as a mail program does it: no cookies; the name is looked up by nobody."""
        parts = urlsplit(url)
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        link.request("GET", f"{parts.path}?{parts.query}", headers={"Host": parts.netloc})
        return link.getresponse()

    def dangol(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A `dangol` command against this stack."""
        return subprocess.run(
            [sys.executable, "-m", "dangol.cli", *words],
            env=environment(self.home, self.port),
            capture_output=True,
            text=True,
            check=False,
        )

    def json(self, *words: str) -> Any:
        """What a command prints as JSON; fails with its error text."""
        done = self.dangol(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def environment(home: Path, port: int, smtp: str = "") -> dict[str, str]:
    """The environment of a plain start: nothing of the test run's own."""
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DANGOL_", "DATABASE_", "REDIS_", "DJANGO_", "PYTEST_"))
    }
    own |= {"DANGOL_HOME": str(home), "DANGOL_PORT": str(port)}
    return own | ({"SMTP_URL": smtp} if smtp else {})


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def until(what: Callable[[], T], seconds: float = 60, sentence: str = "") -> T:
    """The first true value of `what`, asked again and again; AssertionError when time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(sentence or f"Nothing within {seconds} s.")


@contextmanager
def running(home: Path, customers: int) -> Iterator[Stack]:
    """Starts everything, waits for the demo company's answer, and stops it in the end."""
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    port = free_port()
    log = (home / "up.log").open("wb")
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "dangol.cli",
            "up",
            "--port",
            str(port),
            "--customers",
            str(customers),
        ],
        env=environment(home, port, f"smtp://127.0.0.1:{controller.port}"),
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        until(
            lambda: process.poll() is not None or _answers(port),
            START_SECONDS,
            f"No start within {START_SECONDS} s:\n{_tail(home)}",
        )
        assert process.poll() is None, _tail(home)
        yield Stack(home, port, server)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(90)
        controller.stop()
        log.close()


def _answers(port: int) -> bool:
    try:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        link.request("GET", "/accounts/login/", headers={"Host": f"demo.localhost:{port}"})
        return link.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False


def _tail(home: Path) -> str:
    return "\n".join((home / "up.log").read_text(errors="replace").splitlines()[-30:])
