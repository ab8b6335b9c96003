"""One readable log of all processes: each writes its own file, the journal follows them."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TextIO

COLOURS = {"postgres": 34, "redis": 31, "web": 32, "workers": 35, "scheduler": 36}
WIDTH = 9
LARGEST_LOG = 10 * 2**20
"""Bytes; a larger file of an earlier run is put aside as `.1` at the start."""


class Journal:
    """Prints what the followed files gain, line by line, with the role in front."""

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self._out = out
        self._coloured = out.isatty()
        self._followed: dict[str, tuple[Path, int, bytes]] = {}

    def follow(self, role: str, log: Path) -> None:
        """From now on, prints what is added to `log`."""
        if role in self._followed:
            return
        if log.exists() and log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
        log.touch(mode=0o600)
        self._followed[role] = (log, log.stat().st_size, b"")

    def catch_up(self) -> None:
        """Prints every complete line that came since the last call."""
        for role, (log, position, rest) in self._followed.items():
            with log.open("rb") as file:
                file.seek(position)
                fresh = file.read()
            if not fresh:
                continue
            *lines, rest = (rest + fresh).split(b"\n")
            self._followed[role] = (log, position + len(fresh), rest)
            for line in lines:
                self._print(role, line.decode(errors="replace"))
        self._out.flush()

    def say(self, text: str, role: str = "dangol") -> None:
        """Prints a line of the supervisor itself."""
        self._print(role, text)
        self._out.flush()

    def show(self, text: str) -> None:
        """Prints lines as they are."""
        self._out.write(f"{text}\n")
        self._out.flush()

    def _print(self, role: str, line: str) -> None:
        stamp = time.strftime("%H:%M:%S")
        name = f"{role:<{WIDTH}}"
        if self._coloured:
            name = f"\x1b[{COLOURS.get(role, 1)}m{name}\x1b[0m"
        self._out.write(f"{stamp} {name} | {line}\n")
