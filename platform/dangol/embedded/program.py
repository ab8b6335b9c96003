"""What PostgreSQL and Redis have in common: a program of a wheel that runs in the background."""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import psutil

from dangol.embedded.errors import DiskFull, ServerFailed, WrongArchitecture

ROOM_NEEDED = 300 * 2**20
"""Bytes that must be free in the data folder before anything starts."""

PATIENCE = 300.0
"""Seconds a server may take to start; after a crash PostgreSQL first repeats its log."""


def require_runs(program: Path) -> None:
    """WrongArchitecture when this machine cannot run the program."""
    try:
        attempt = subprocess.run(  # noqa: S603  (a program of our own packages)
            [program, "--version"], capture_output=True, check=False
        )
    except OSError as error:
        reason = error.strerror or str(error)
        raise WrongArchitecture(program, platform.machine(), reason) from error
    if attempt.returncode != 0:
        words = attempt.stderr.decode(errors="replace").strip().splitlines()
        reason = words[-1] if words else f"exit status {attempt.returncode}"
        raise WrongArchitecture(program, platform.machine(), reason)


def require_room(folder: Path, needed: int = ROOM_NEEDED) -> None:
    """DiskFull when less than `needed` bytes are free where `folder` is, or will be."""
    standing = next(path for path in (folder, *folder.parents) if path.exists())
    disk = os.statvfs(standing)
    free = disk.f_bavail * disk.f_frsize
    if free < needed:
        raise DiskFull(folder, free, needed)


def spawn(
    command: list[str], log: Path, more: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Starts a program in a session of its own, so that Ctrl-C reaches only its parent.

    `more` is added to its environment.
    """
    with log.open("ab") as sink:
        return subprocess.Popen(  # noqa: S603  (our own programs)
            command,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=os.environ | (more or {}),
        )


def await_ready(
    name: str, process: subprocess.Popen[bytes], answers: Callable[[], bool], log: Path
) -> None:
    """Returns when the server answers; ServerFailed when it ends first or never does."""
    started = time.monotonic()
    while time.monotonic() - started < PATIENCE:
        if process.poll() is not None:
            raise ServerFailed(name, log, last_words(log))
        if answers():
            return
        time.sleep(0.02)
    process.kill()
    raise ServerFailed(name, log, f"it did not answer within {PATIENCE:.0f} s")


def last_words(log: Path) -> str:
    """The last line of a log that says what went wrong, else its last line."""
    lines = log.read_text(errors="replace").strip().splitlines()[-30:] if log.exists() else []
    telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "rror" in line]
    return next(iter(reversed(telling or lines)), "").strip().rstrip(".")


def end(pid: int | None, farewell: signal.Signals, patience: float = 60) -> None:
    """Asks a process to end and waits for it, child of ours or not; kills it when it does not."""
    if pid is None:
        return
    try:
        process = psutil.Process(pid)
        process.send_signal(farewell)
        process.wait(patience)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait(10)
    except psutil.NoSuchProcess:
        return
