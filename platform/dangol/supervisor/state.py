"""What runs from a data folder: `run/state.json`, and the lock that lets only one supervisor in."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from typing import Any, TextIO

from dangol.embedded.errors import AlreadyRunning
from dangol.embedded.home import Home


def lock(home: Home) -> TextIO:
    """Takes the folder for this process until the file is closed or the process ends.

    AlreadyRunning when another has it. The kernel gives the lock back even after SIGKILL.
    """
    file = (home.run / "lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise AlreadyRunning(home.root, supervisor_of(home)) from error
    os.set_inheritable(file.fileno(), False)
    return file


def is_running(home: Home) -> bool:
    """Whether a supervisor holds the folder now."""
    path = home.run / "lock"
    if not path.exists():
        return False
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def write(home: Home, state: dict[str, Any]) -> None:
    """Replaces `run/state.json` in one step: a reader sees the old or the new."""
    write_json(home.run / "state.json", state)


def read(home: Home) -> dict[str, Any]:
    """The state as the running supervisor wrote it; empty when none runs."""
    if not is_running(home):
        return {}
    return read_json(home.run / "state.json")


def supervisor_of(home: Home) -> int | None:
    """The supervisor's process number, as it wrote it."""
    return read_json(home.run / "state.json").get("supervisor")


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Replaces a JSON file in one step; only its owner can read it."""
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(value, file, ensure_ascii=False, indent=2)
    draft.replace(path)


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file; empty when it is missing or broken."""
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
