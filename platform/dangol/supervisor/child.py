"""One process that is kept alive: started, watched, started again with a growing pause, stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress

from dangol.embedded import program
from dangol.supervisor.roles import Role

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds before a dead process is started again; doubled each time it dies young."""

GROWN_UP = 30.0
"""Seconds a process must have lived for its next death to count as its first."""


class Child:
    """A role and the process that fills it at present."""

    def __init__(self, role: Role, environment: dict[str, str]) -> None:
        self.role = role
        self._environment = environment
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths = 0
        self._born = 0.0
        self._due = 0.0

    @property
    def pid(self) -> int | None:
        """The living process, or None between a death and the next start."""
        return self.process.pid if self.process else None

    def start(self) -> None:
        """Starts the process; its output goes to the role's log."""
        self._born = time.monotonic()
        self.process = program.spawn(self.role.command, self.role.log, self._environment)

    def watch(self) -> str:
        """Notices a death and, when the pause is over, starts again. One line of news, or ""."""
        if self.process is None:
            if time.monotonic() < self._due:
                return ""
            self.start()
            return f"started again (process {self.pid})"
        status = self.process.poll()
        if status is None:
            return ""
        self._clear_away()
        pause = self._next_pause()
        self._due = time.monotonic() + pause
        return f"ended ({_said(status)}); starts again in {pause:.1f} s"

    def ask_to_stop(self) -> None:
        """Sends the farewell; the process may take the role's patience."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                self.process.send_signal(self.role.farewell)

    def wait_for_end(self, until: float) -> None:
        """Waits for the end until the moment `until` of the monotonic clock, then kills."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, until - time.monotonic()))
        self._clear_away()

    def _next_pause(self) -> float:
        grown_up = time.monotonic() - self._born > GROWN_UP
        self.deaths = 1 if grown_up else self.deaths + 1
        return min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (self.deaths - 1))

    def _clear_away(self) -> None:
        """Ends what is left of the process and its own children: they share one process group."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


def _said(status: int) -> str:
    if status < 0:
        return signal.Signals(-status).name
    return f"exit status {status}"
