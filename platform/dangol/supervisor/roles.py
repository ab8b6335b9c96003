"""The processes of Dangol on one machine: what each runs, where it answers, how it ends."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from dangol.embedded import postgres, redis
from dangol.embedded.account import Runner
from dangol.embedded.home import SOURCES, Home


@dataclass(frozen=True)
class Role:
    """One process that is kept alive.

    name      as it stands in the log and in `dangol ps`
    command   program and arguments; the program ends when the supervisor ends
    address   the socket or address on which it answers, "" for none
    farewell  the signal that asks it to end, and `patience` the seconds it then has
    """

    name: str
    command: list[str]
    log: Path
    address: str = ""
    farewell: signal.Signals = signal.SIGTERM
    patience: float = 20


def addresses(home: Home) -> dict[str, str]:
    """DATABASE_URL and REDIS_URL: those of the environment, else the embedded servers'."""
    return {
        "DATABASE_URL": os.environ.get("DATABASE_URL") or postgres.url(home.root),
        "REDIS_URL": os.environ.get("REDIS_URL") or redis.url(home.root),
    }


def uses_embedded_postgres() -> bool:
    """Whether no DATABASE_URL names another server."""
    return not os.environ.get("DATABASE_URL")


def uses_embedded_redis() -> bool:
    """Whether no REDIS_URL names another server."""
    return not os.environ.get("REDIS_URL")


def python(home: Home, name: str, *arguments: str, address: str = "") -> Role:
    """A role that runs a Python module of ours or of a library."""
    command = [sys.executable, "-m", *arguments]
    bound = Runner().command(command, folder=SOURCES, farewell=signal.SIGTERM)
    return Role(name, bound, home.log / f"{name}.log", address)


def web(home: Home, host: str, port: int) -> Role:
    """The web server: four processes of two threads.

    Python runs one thread of a process at a time, so two pages that are asked for at once are
    better off in two processes.
    """
    arguments = (
        "--interface=wsgi",
        f"--host={host}",
        f"--port={port}",
        "--workers=4",
        "--blocking-threads=2",
        "--no-ws",
        "--respawn-failed-workers",
        "--workers-kill-timeout=10",
        "dangol.wsgi:application",
    )
    return python(home, "web", "granian", *arguments, address=f"http://{host}:{port}")


def workers(home: Home) -> Role:
    """The processes that do the queue's work."""
    arguments = ("--processes=2", "--threads=4", "--worker-shutdown-timeout=15000")
    return python(home, "workers", "dramatiq", *arguments, "dangol.worker")


def scheduler(home: Home) -> Role:
    """The process that rings the recurring jobs."""
    return python(home, "scheduler", "dangol.scheduler")
