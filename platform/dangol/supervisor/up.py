"""The supervisor: servers, steps, application; then it watches until it is asked to stop (X1)."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

from dangol.embedded import postgres, program, redis
from dangol.embedded.account import Runner
from dangol.embedded.errors import CannotStart
from dangol.embedded.home import SOURCES, Home
from dangol.supervisor import checks, roles, state
from dangol.supervisor import steps as once
from dangol.supervisor.child import Child
from dangol.supervisor.journal import Journal
from dangol.supervisor.plan import Plan, status_of
from dangol.supervisor.roles import Role
from dangol.supervisor.steps import Step

BEAT = 0.1
"""Seconds between two looks at the processes."""

START_PATIENCE = 120.0
"""Seconds the web may take until it answers."""

DEATHS_AT_START = 5
"""So many deaths of one process before the first answer: it will not come up by itself."""


class Stopped(Exception):
    """Somebody asked the supervisor to stop."""


class Supervisor:
    """Holds the data folder from its start to its end."""

    def __init__(self, home: Home, plan: Plan, journal: Journal | None = None) -> None:
        self.home = home
        self.plan = plan
        self.journal = journal or Journal()
        self.children: list[Child] = []
        self.answered = False
        self._asked = 0

    def run(self) -> None:
        """Returns after a stop that was asked for; CannotStart, with nothing left running."""
        self.home.make()
        program.require_room(self.home.root)
        held = state.lock(self.home)
        try:
            checks.require_free_port(self.plan.host, self.plan.port)
            self._listen_for_signals()
            self._start_all()
            while True:
                self._beat()
        except Stopped:
            self.journal.say("Stopping.")
        finally:
            self._stop_all()
            (self.home.run / "state.json").unlink(missing_ok=True)
            held.close()
        self.journal.say("Stopped. The data stays in " + str(self.home.root))

    def _listen_for_signals(self) -> None:
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._asked += 1

    def _start_all(self) -> None:
        self._write_state()
        if roles.uses_embedded_postgres():
            self._start_postgres()
        if roles.uses_embedded_redis():
            self._start_redis()
        for step in self.plan.steps():
            self._do(step)
        self._keep(self.plan.web)
        self._await_answer()
        for role in self.plan.others:
            self._keep(role)
        self.answered = True
        self._write_state()
        self.journal.show(self.plan.greeting())

    def _start_postgres(self) -> None:
        home = self.home
        who = postgres.prepare(home)
        command = postgres.command(home, who)
        address = str(postgres.socket(home))
        role = Role("postgres", command, postgres.log(home), address, postgres.FAREWELL, 60)
        self._keep(role, "PostgreSQL", lambda: postgres.answers(home))
        postgres.settle(home)

    def _start_redis(self) -> None:
        home = self.home
        redis.prepare(home)
        role = Role("redis", redis.command(home), redis.log(home), str(redis.socket(home)))
        self._keep(role, "Redis", lambda: redis.answers(home))

    def _keep(self, role: Role, title: str = "", answers: Callable[[], bool] | None = None) -> None:
        """Starts a role and keeps it alive; with `answers`, waits until it does."""
        self._raise_if_asked()
        self.journal.follow(role.name, role.log)
        child = Child(role, self.plan.environment)
        child.start()
        self.children.append(child)
        self._write_state()
        if answers and child.process:
            program.await_ready(title, child.process, answers, role.log)
            self.journal.say(f"{title} answers on {role.address}")

    def _do(self, step: Step) -> None:
        """Runs a step to its end, while the others are watched."""
        if once.is_done(self.home, step):
            return
        log = self.home.log / f"{step.name}.log"
        self.journal.follow(step.name, log)
        command = Runner().command(step.command, folder=SOURCES, farewell=signal.SIGTERM)
        process = _spawn_step(command, log, step.result, self.plan.environment)
        try:
            while process.poll() is None:
                self._beat()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        self.journal.catch_up()
        if process.returncode:
            raise CannotStart(program.last_words(log) or f"'{step.name}' failed (see {log}).")
        once.remember(self.home, step)

    def _await_answer(self) -> None:
        started = time.monotonic()
        while (status := status_of(self.plan.address(), self.plan.port)) != 200:
            self._beat()
            hopeless = [c for c in self.children if c.deaths >= DEATHS_AT_START]
            for child in hopeless:
                raise CannotStart(f"{child.role.name} does not start (see {child.role.log}).")
            if time.monotonic() - started > START_PATIENCE:
                told = f"answers with status {status}" if status else "does not answer"
                raise CannotStart(
                    f"{self.plan.address()} still {told} after {START_PATIENCE:.0f} s"
                    f" (see {self.home.log / 'web.log'})."
                )

    def _beat(self) -> None:
        """One look at everything: logs, deaths, wishes to stop."""
        self.journal.catch_up()
        for child in self.children:
            if news := child.watch():
                self.journal.say(f"{child.role.name} {news}")
                self._write_state()
        self._raise_if_asked()
        time.sleep(BEAT)

    def _raise_if_asked(self) -> None:
        if self._asked:
            raise Stopped

    def _stop_all(self) -> None:
        """Those that use the servers first, together; then the servers. A second wish hurries."""
        servers = [child for child in self.children if child.role.name in ("postgres", "redis")]
        application = [child for child in self.children if child not in servers]
        for group in (application, servers):
            for child in group:
                child.ask_to_stop()
            patience = max((child.role.patience for child in group), default=0)
            self._wait(group, time.monotonic() + patience)

    def _wait(self, group: list[Child], until: float) -> None:
        waiting = [child for child in group if child.process]
        while time.monotonic() < until and self._asked < 2:
            waiting = [child for child in waiting if child.process and child.process.poll() is None]
            if not waiting:
                break
            self.journal.catch_up()
            time.sleep(BEAT / 2)
        for child in group:
            child.wait_for_end(time.monotonic())
        self.journal.catch_up()

    def _write_state(self) -> None:
        processes = [
            {
                "role": child.role.name,
                "pid": child.pid,
                "log": str(child.role.log),
                "address": child.role.address,
                "deaths": child.deaths,
            }
            for child in self.children
        ]
        found: dict[str, Any] = {
            "supervisor": os.getpid(),
            "port": self.plan.port,
            "ready": self.answered,
            "processes": processes,
        }
        state.write(self.home, found)


def _spawn_step(
    command: list[str], log: Path, result: Path | None, environment: dict[str, str]
) -> subprocess.Popen[bytes]:
    with log.open("ab") as words, (result or log).open("wb" if result else "ab") as out:
        return subprocess.Popen(  # noqa: S603  (our own program)
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=words,
            start_new_session=True,
            env=os.environ | environment,
        )


def down(home: Home, patience: float = 90) -> bool:
    """Asks the supervisor of `home` to stop and waits; False when none runs."""
    pid = state.supervisor_of(home)
    if not state.is_running(home) or pid is None:
        return False
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + patience
    while state.is_running(home):
        if time.monotonic() > until:
            raise CannotStart(f"Process {pid} did not stop within {patience:.0f} s.")
        time.sleep(BEAT)
    return True
