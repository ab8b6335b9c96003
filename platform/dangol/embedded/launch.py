"""Becomes another program: as a plain account where asked, and bound to the life of its parent.

Run as a script, `python -I -S launch.py '<json>' program argument...`, so it uses the standard
library only. The JSON holds the fields of `Terms`. It is a program of its own because these steps
must happen between fork and exec, where Python code in a process with threads is not safe.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from dataclasses import dataclass
from typing import NoReturn

PR_SET_PDEATHSIG, PR_SET_SECUREBITS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 28, 47, 2
SECBIT_NO_SETUID_FIXUP = 1 << 2
CLONE_NEWUSER = 0x10000000
CAPABILITY_VERSION_3 = 0x20080522


@dataclass(frozen=True)
class Terms:
    """How the program is to live.

    uid, gid    the account to become; None stays who one is
    capability  number of the one Linux capability kept after becoming that account
    mapped      instead of becoming the account, look like it in a user namespace of one's own
    folder      working folder
    parent      process after whose end the program gets `farewell`; None outlives it
    farewell    number of that signal
    """

    uid: int | None = None
    gid: int | None = None
    capability: int | None = None
    mapped: bool = False
    folder: str = "/"
    parent: int | None = None
    farewell: int = signal.SIGTERM


def main() -> NoReturn:
    """Applies the terms, then becomes the program; exit status 126 when that cannot be done."""
    terms, program = Terms(**json.loads(sys.argv[1])), sys.argv[2:]
    try:
        if terms.mapped:
            _map(terms)
        elif terms.uid is not None and terms.gid is not None:
            _become(terms, terms.uid, terms.gid)
        os.chdir(terms.folder)
        if terms.parent is not None:
            _follow(terms)
        os.execv(program[0], program)  # noqa: S606  (to become it is the point)
    except OSError as error:
        sys.exit(_refuse(f"{program[0]}: {error}"))


def _refuse(words: str) -> int:
    sys.stderr.write(f"{words}\n")
    return 126


def _call(function: str, *arguments: object) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, function)(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{function}: {os.strerror(code)}")


def _become(terms: Terms, uid: int, gid: int) -> None:
    if terms.capability is not None:
        # Else a change of account drops all capabilities, and access(2) asks as if there were none.
        _call("prctl", PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    if terms.capability is not None:
        only = 1 << terms.capability
        header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
        sets = (ctypes.c_uint32 * 6)(only, only, only, 0, 0, 0)
        _call("capset", header, sets)
        _call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, terms.capability, 0, 0)


def _map(terms: Terms) -> None:
    uid, gid = os.geteuid(), os.getegid()
    _call("unshare", CLONE_NEWUSER)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{terms.uid} {uid} 1"),
        ("gid_map", f"{terms.gid} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def _follow(terms: Terms) -> None:
    """The kernel forgets this wish whenever the account changes, so it comes last."""
    if not sys.platform.startswith("linux"):
        return
    _call("prctl", PR_SET_PDEATHSIG, terms.farewell, 0, 0, 0)
    if os.getppid() != terms.parent:
        sys.exit(_refuse("The process that wanted this one is gone."))


if __name__ == "__main__":
    main()
