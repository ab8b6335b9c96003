"""Who a server runs as: PostgreSQL refuses root, and root's folders refuse everybody else.

Started by a plain user, a server runs as that user. Started by root, it runs as an account without
rights. Where that account cannot reach the data or the programs (a clone below /root, a temporary
folder of mode 0700), nobody's permissions are changed; the first of these ways that works is taken:

1. the account with the one capability to read and pass through folders;
2. the account with the capability to override permissions, where a container grants only that;
3. root inside a user namespace, where its number is the account's and it holds no capability.
"""

from __future__ import annotations

import json
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from dangol.embedded.errors import CannotStart
from dangol.embedded.launch import Terms

CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2
PLAIN_ACCOUNTS = ("postgres", "nobody")
LAUNCHER = Path(__file__).with_name("launch.py")


@dataclass(frozen=True)
class Runner:
    """A way to run programs. Without terms: as whoever we are."""

    terms: Terms = field(default_factory=Terms)

    def command(
        self, program: list[str], *, folder: Path, farewell: signal.Signals | None = None
    ) -> list[str]:
        """The command line that runs `program` in `folder`.

        With `farewell`, the program gets that signal when this process ends, however it ends.
        """
        terms = replace(
            self.terms,
            folder=str(folder),
            parent=os.getpid() if farewell else None,
            farewell=int(farewell or 0),
        )
        return [sys.executable, "-I", "-S", str(LAUNCHER), json.dumps(asdict(terms)), *program]

    @property
    def owner(self) -> int:
        """The user number that this runner's files have on disk."""
        return os.geteuid() if self.terms.mapped or self.terms.uid is None else self.terms.uid

    def own(self, folder: Path) -> None:
        """Gives `folder` and all in it to the account, if it is not the account's already."""
        if folder.stat().st_uid == self.owner:
            return
        gid = self.terms.gid if self.owner == self.terms.uid else os.getegid()
        for path in (folder, *folder.rglob("*")):
            os.chown(path, self.owner, -1 if gid is None else gid, follow_symlinks=False)

    def reaches(self, program: list[str], folder: Path) -> bool:
        """Whether `program` succeeds with `folder` as its working folder."""
        attempt = subprocess.run(  # noqa: S603  (our own programs)
            self.command(program, folder=folder),
            capture_output=True,
            check=False,
        )
        return attempt.returncode == 0


def runner(program: list[str], folder: Path, data: Path) -> Runner:
    """The first way that is not root and in which `program` succeeds, started in `folder`.

    `data` of a plain user stays that user's, also when root starts the server next time.
    """
    if os.geteuid() != 0:
        return Runner()
    account = _account(data)
    for terms in _ways(account):
        candidate = Runner(terms)
        if candidate.reaches(program, folder):
            return candidate
    raise CannotStart(
        f"PostgreSQL does not run as root, and the account '{account.pw_name}' cannot reach"
        f" {folder}: start Dangol as a plain user, set DANGOL_HOME to a folder it can enter,"
        f" or point DATABASE_URL at a server of your own."
    )


def _account(data: Path) -> pwd.struct_passwd:
    if data.exists() and (owner := data.stat().st_uid) != 0:
        try:
            return pwd.getpwuid(owner)
        except KeyError:
            pass  # the account is gone: its data goes to one that exists
    known = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid != 0}
    for name in PLAIN_ACCOUNTS:
        if name in known:
            return known[name]
    if known:
        return next(iter(known.values()))
    raise CannotStart(
        "PostgreSQL does not run as root, and this machine has no other account:"
        " add one with 'useradd postgres', or point DATABASE_URL at a server of your own."
    )


def _ways(account: pwd.struct_passwd) -> Iterator[Terms]:
    plain = Terms(uid=account.pw_uid, gid=account.pw_gid)
    yield plain
    yield replace(plain, capability=CAP_DAC_READ_SEARCH)
    yield replace(plain, capability=CAP_DAC_OVERRIDE)
    yield replace(plain, mapped=True)
