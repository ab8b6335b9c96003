"""`dangol doctor`: whether Dangol can start here, and what to do where it cannot (X1)."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

import click

from dangol.cli import build
from dangol.cli.up import PORT
from dangol.embedded import postgres, program
from dangol.embedded.binaries import node_binary, postgres_binary, redis_binary
from dangol.embedded.errors import CannotStart
from dangol.embedded.home import Home
from dangol.supervisor import checks, roles, state


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, and a sentence on it."""

    name: str
    well: bool
    words: str


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
def doctor(as_json: bool) -> None:
    """Look whether everything that Dangol needs is here; exit status 1 when something is not."""
    found = list(findings(Home.here()))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in found], indent=2))
    else:
        for finding in found:
            click.echo(f"{'ok  ' if finding.well else 'BAD '} {finding.name:<12}{finding.words}")
    if not all(finding.well for finding in found):
        sys.exit(1)


def findings(home: Home) -> Iterator[Finding]:
    """Every check, in the order in which `dangol up` would meet them."""
    port = int(os.environ.get("DANGOL_PORT") or PORT)
    yield _tried("Python", _python)
    yield _tried("disk", lambda: _disk(home))
    yield _tried("data", lambda: _data(home))
    yield _tried("PostgreSQL", lambda: _postgres(home))
    yield _tried("Redis", _redis)
    yield _tried("Node.js", _node)
    yield _tried("front end", _frontend)
    yield _tried("port", lambda: _port(home, port))


def _tried(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, look())
    except CannotStart as error:
        return Finding(name, False, str(error))


def _python() -> str:
    return f"{sys.version.split()[0]} in {sys.prefix}"


def _disk(home: Home) -> str:
    program.require_room(home.root)
    return f"room enough in {home.root}"


def _data(home: Home) -> str:
    postgres.require_known_version(postgres.data(home))
    return "of this version" if postgres.data(home).exists() else "none yet"


def _postgres(home: Home) -> str:
    if not roles.uses_embedded_postgres():
        return "the server of DATABASE_URL"
    server = postgres_binary("postgres")
    program.require_runs(server)
    home.make()
    who = postgres.account_of(home)
    return f"version {postgres.MAJOR}, to run as user {who.owner}"


def _redis() -> str:
    if not roles.uses_embedded_redis():
        return "the server of REDIS_URL"
    program.require_runs(redis_binary())
    return "its program runs"


def _node() -> str:
    program.require_runs(node_binary())
    return "the wheel's own"


def _frontend() -> str:
    if not build.is_current():
        raise CannotStart("The front end is not built from these sources: run 'dangol build'.")
    return "built from these sources"


def _port(home: Home, port: int) -> str:
    if state.is_running(home):
        return f"{state.read(home).get('port')}, in use by this Dangol"
    checks.require_free_port("127.0.0.1", port)
    return f"{port} is free"
