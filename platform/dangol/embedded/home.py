"""DANGOL_HOME: where everything lives that is not source code (X1)."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from dangol.embedded.errors import NotOurs

SOURCES = Path(__file__).resolve().parents[3]
"""The folder of the source code."""

LONGEST_SOCKET = 107
"""Bytes that the address of a Unix socket may have."""

FOLDERS = ("files", "keys", "log", "mail", "run")


@dataclass(frozen=True)
class Home:
    """The data folder. `root` is absolute and free of links."""

    root: Path

    @classmethod
    def here(cls) -> Home:
        """The folder that DANGOL_HOME names, or `.dangol` beside the source code."""
        return cls.at(Path(os.environ.get("DANGOL_HOME") or SOURCES / ".dangol"))

    @classmethod
    def at(cls, root: Path) -> Home:
        """The data folder at `root`; makes nothing."""
        return cls(root.absolute().resolve())

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def run(self) -> Path:
        return self.root / "run"

    def make(self) -> None:
        """Makes the folders; NotOurs when another user's stand there.

        Others may pass through the root (the account of PostgreSQL must), and enter nothing else.
        """
        self.root.mkdir(mode=0o711, parents=True, exist_ok=True)
        if not os.access(self.root, os.W_OK | os.X_OK, effective_ids=True):
            raise NotOurs(self.root)
        self.run.mkdir(mode=0o711, exist_ok=True)
        for name in FOLDERS:
            (self.root / name).mkdir(mode=0o700, exist_ok=True)

    def sockets(self, server: str) -> Path:
        """The folder of a server's socket: below `run`, or /tmp when that path is too long."""
        folder = self.run / server
        if len(os.fsencode(folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
            return folder
        mark = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        return Path(f"/tmp/dangol-{mark}-{server}")  # noqa: S108  (made 0700, owner checked)

    def key(self, name: str) -> str:
        """A secret word of this folder, made on first use; only the owner can read its file."""
        path = self.root / "keys" / name
        if not path.exists():
            self.make()
            _write_once(path, secrets.token_urlsafe(32))
        try:
            return path.read_text()
        except PermissionError as error:
            raise NotOurs(self.root) from error


def private_folder(folder: Path, owners: set[int]) -> None:
    """Makes `folder` with mode 0700; NotOurs when it stands there but belongs to none of `owners`.

    In /tmp anybody could have put a folder or a link there before us.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid not in owners:
        raise NotOurs(folder)


def _write_once(path: Path, text: str) -> None:
    """Writes a file of mode 0600 whole or not at all; keeps the one that is already there."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its word counts
    finally:
        draft.unlink()
