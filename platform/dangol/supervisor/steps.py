"""What is done once before the web starts: migrations, demo company. Done is not repeated."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from dangol.embedded import postgres
from dangol.embedded.home import SOURCES, Home
from dangol.supervisor import roles, state

LAYERS = ("platform/dangol", "tenants", "messaging", "billing", "modules")


@dataclass(frozen=True)
class Step:
    """A program that runs to its end.

    mark    what it depends on; when the mark is that of the last success, the step is skipped.
            "" is never skipped
    result  where its standard output goes, None for the log
    """

    name: str
    command: list[str]
    mark: str = ""
    result: Path | None = None
    expects: Callable[[], bool] = field(default=lambda: True)


def is_done(home: Home, step: Step) -> bool:
    """Whether the step succeeded before with the same mark, and its result still stands."""
    return bool(step.mark) and _done(home).get(step.name) == step.mark and step.expects()


def remember(home: Home, step: Step) -> None:
    """Keeps the mark of a step that succeeded."""
    state.write_json(home.run / "done.json", _done(home) | {step.name: step.mark})


def _done(home: Home) -> dict[str, str]:
    return state.read_json(home.run / "done.json")


def usual(home: Home, customers: int | None) -> list[Step]:
    """Migrations and the demo company."""
    database = _database_mark(home)
    sources = database and f"{database} {sources_mark()}"
    size = [] if customers is None else ["--customers", str(customers)]
    demo = [sys.executable, "-m", "dangol.cli", "demo", "--ensure", "--json", *size]
    logins = home.run / "demo.json"
    return [
        _static(home),
        Step("version", [sys.executable, "-m", "dangol.supervisor.newer"], mark=sources),
        Step("migrate", [sys.executable, "-m", "dangol.cli", "migrate"], mark=sources),
        Step(
            "demo",
            demo,
            mark=database and f"{database} {customers}",
            result=logins,
            expects=lambda: bool(state.read_json(logins)),
        ),
    ]


def _static(home: Home) -> Step:
    """Puts the built front end where the web server takes it from."""
    target = Path(os.environ.get("STATIC_ROOT") or home.root / "static")
    mark = hashlib.sha256((SOURCES / "requirements.lock").read_bytes())
    for path in sorted((SOURCES / "platform/dangol/static").rglob("*")):
        if path.is_file():
            mark.update(path.read_bytes())
    collect = [str(SOURCES / "manage.py"), "collectstatic", "--noinput", "--clear", "-v", "0"]
    return Step(
        "static",
        [sys.executable, *collect],
        mark=f"{target} {mark.hexdigest()[:32]}",
        expects=(target / "manifest.json").exists,
    )


def _database_mark(home: Home) -> str:
    """The embedded database's own number; "" for another server, whose state we do not know."""
    if not roles.uses_embedded_postgres():
        return ""
    with (postgres.data(home) / "global" / "pg_control").open("rb") as file:
        return file.read(8).hex()


def sources_mark() -> str:
    """Changes with every migration of ours and with every version of a library."""
    mark = hashlib.sha256((SOURCES / "requirements.lock").read_bytes())
    for layer in LAYERS:
        for path in sorted((SOURCES / layer).rglob("migrations/*.py")):
            mark.update(str(path.relative_to(SOURCES)).encode())
            mark.update(path.read_bytes())
    return mark.hexdigest()[:32]
