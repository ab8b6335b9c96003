"""Why Dangol cannot start here, each as one sentence with its remedy (X1)."""

from __future__ import annotations

from pathlib import Path


class CannotStart(Exception):
    """Something here keeps Dangol from starting; the text says what, where and what to do."""


class PortTaken(CannotStart):
    """Another program listens on the port."""

    def __init__(self, port: int, holder: str = "") -> None:
        by = f" by {holder}" if holder else ""
        super().__init__(
            f"Port {port} is taken{by}: stop that program, or choose another port with"
            f" 'make up PORT={port + 1}' or 'dangol up --port {port + 1}'."
        )


class DiskFull(CannotStart):
    """Too little room for the data folder."""

    def __init__(self, folder: Path, free: int, needed: int) -> None:
        super().__init__(
            f"The disk is full: {folder} has {free // 2**20} MB free and Dangol needs"
            f" {needed // 2**20} MB: make room there, or set DANGOL_HOME to a folder on another"
            f" disk."
        )


class WrongArchitecture(CannotStart):
    """A server's program is built for another kind of machine, or is missing."""

    def __init__(self, program: Path, machine: str, reason: str) -> None:
        super().__init__(
            f"{program} does not run on this machine ({machine}): {reason}; delete the .venv folder"
            f" and run 'make up' again here, or point DATABASE_URL and REDIS_URL at servers of"
            f" your own."
        )


class NewerData(CannotStart):
    """The data was written by a newer version than this one."""

    def __init__(self, where: object, found: str, ours: str) -> None:
        super().__init__(
            f"The data in {where} comes from a newer version ({found}; this one has {ours}):"
            f" start that newer version, or set DANGOL_HOME to another folder."
        )


class AlreadyRunning(CannotStart):
    """The data folder is in use."""

    def __init__(self, home: Path, pid: int | None) -> None:
        who = f" (process {pid})" if pid else ""
        super().__init__(
            f"Dangol already runs from {home}{who}: stop it with 'make down',"
            f" or set DANGOL_HOME to another folder for a second one."
        )


class NotOurs(CannotStart):
    """A folder belongs to somebody else."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} belongs to another user: start Dangol as that user,"
            f" or set DANGOL_HOME to a folder of your own."
        )


class ServerFailed(CannotStart):
    """A server did not start; its own last words are quoted."""

    def __init__(self, name: str, log: Path, words: str) -> None:
        super().__init__(f"{name} did not start: {words or 'it gave no reason'} (see {log}).")
