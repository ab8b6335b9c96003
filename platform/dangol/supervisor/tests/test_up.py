"""The supervisor with real servers: nothing is left running, nothing dies unnoticed (X1)."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from dangol.cli.ps import processes
from dangol.embedded.home import Home

pytestmark = [pytest.mark.feature("X1"), pytest.mark.xdist_group("embedded")]

FOREIGN = ("DATABASE_URL", "REDIS_URL", "DANGOL_ENV", "DJANGO_SETTINGS_MODULE", "STATIC_ROOT")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Toy:
    """`dangol.supervisor.tests.toy` in a folder of its own."""

    def __init__(self, root: Path) -> None:
        self.home = Home.at(root)
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None

    def command(self, *web: str) -> list[str]:
        return [sys.executable, "-m", "dangol.supervisor.tests.toy", str(self.port), *web]

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        return kept | {"DANGOL_HOME": str(self.home.root)}

    def start(self) -> None:
        """Returns when the page answers."""
        self.process = subprocess.Popen(
            self.command(), env=self.environment(), stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line == "Toy is ready.\n":
                return
        pytest.fail("The toy ended before it was ready.")

    def run(self, *web: str) -> tuple[int, str, float]:
        """Runs it to its end: exit status, words on standard error, seconds."""
        started = time.monotonic()
        done = subprocess.run(
            self.command(*web), env=self.environment(), capture_output=True, text=True, timeout=60
        )
        return done.returncode, done.stderr, time.monotonic() - started

    def family(self) -> list[psutil.Process]:
        assert self.process is not None
        return psutil.Process(self.process.pid).children(recursive=True)

    def pids(self) -> dict[str, int]:
        return {row["role"]: row["pid"] for row in processes(self.home)["processes"]}

    def stop(self, how: signal.Signals) -> tuple[int, str]:
        assert self.process is not None
        self.process.send_signal(how)
        out, _ = self.process.communicate(timeout=60)
        return self.process.returncode, out


@pytest.fixture
def toy(tmp_path: Path) -> Iterator[Toy]:
    made = Toy(tmp_path / "home")
    yield made
    if made.process is not None and made.process.poll() is None:
        made.stop(signal.SIGTERM)


def page(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
        return int(answer.status)


def until(holds: Callable[[], Any], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "It did not come true in time."
        time.sleep(0.05)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stop_leaves_no_process_and_no_state(toy: Toy, how: signal.Signals) -> None:
    toy.start()
    family = toy.family()
    assert {"postgres", "redis-server"} <= {process.name() for process in family}
    status, out = toy.stop(how)
    assert status == 0
    assert "The data stays in" in out
    assert [process for process in family if process.is_running()] == []
    assert processes(toy.home)["running"] is False


def test_even_a_killed_supervisor_leaves_no_process(toy: Toy) -> None:
    toy.start()
    family = toy.family()
    toy.stop(signal.SIGKILL)
    _, alive = psutil.wait_procs(family, timeout=30)
    assert alive == []
    toy.start()
    assert page(toy.port) == 200


def test_each_dead_child_is_started_again(toy: Toy) -> None:
    toy.start()
    before = toy.pids()
    for role in ("postgres", "redis", "web"):
        os.kill(before[role], signal.SIGKILL)

    def all_new() -> bool:
        now = toy.pids()
        return all(now[role] not in (None, before[role]) for role in ("postgres", "redis", "web"))

    until(all_new)
    assert toy.pids()["supervisor"] == before["supervisor"]
    until(lambda: _answers(toy.port))
    assert [row["deaths"] for row in processes(toy.home)["processes"]] == [0, 1, 1, 1]


def _answers(port: int) -> bool:
    try:
        return page(port) == 200
    except OSError:
        return False


def test_a_second_start_on_the_same_folder_is_refused(toy: Toy) -> None:
    toy.start()
    status, words, seconds = toy.run()
    assert (status, seconds < 10) == (1, True)
    assert f"Dangol already runs from {toy.home.root}" in words
    assert f"process {toy.process and toy.process.pid}" in words
    assert page(toy.port) == 200


@pytest.mark.parametrize("family", ["127.0.0.1", "::1"])
def test_a_taken_port_is_told_with_its_remedy_before_anything_starts(toy: Toy, family: str) -> None:
    kind = socket.AF_INET6 if ":" in family else socket.AF_INET
    with socket.socket(kind) as other:
        other.bind((family, toy.port))
        other.listen()
        status, words, seconds = toy.run()
    assert (status, seconds < 10) == (1, True)
    assert words.startswith(f"Port {toy.port} is taken by ")
    assert f"(process {os.getpid()})" in words
    assert f"--port {toy.port + 1}" in words
    assert not (toy.home.root / "pg").exists()


def test_a_program_that_cannot_live_ends_the_start_with_its_log(toy: Toy) -> None:
    status, words, _ = toy.run(sys.executable, "-c", "raise SystemExit('no')")
    assert status == 1
    assert words == f"web does not start (see {toy.home.log / 'web.log'}).\n"
    assert processes(toy.home)["running"] is False


def test_a_step_that_is_done_is_not_repeated(toy: Toy) -> None:
    toy.start()
    assert (toy.home.log / "greet.log").read_text() == "the step ran\n"
    toy.stop(signal.SIGTERM)
    toy.start()
    assert (toy.home.log / "greet.log").read_text() == "the step ran\n"


def test_what_runs_is_shown_with_process_address_and_log(toy: Toy) -> None:
    toy.start()
    command = [sys.executable, "-m", "dangol.cli", "ps", "--json"]
    shown = json.loads(subprocess.check_output(command, env=toy.environment()))
    assert (shown["storage"], shown["running"], shown["ready"]) == (str(toy.home.root), True, True)
    rows = {row["role"]: row for row in shown["processes"]}
    assert set(rows) == {"supervisor", "postgres", "redis", "web"}
    assert rows["web"]["address"] == f"http://127.0.0.1:{toy.port}"
    for role in ("postgres", "redis"):
        assert Path(rows[role]["address"]).is_socket()
        assert Path(rows[role]["log"]).stat().st_size > 0
        assert psutil.pid_exists(rows[role]["pid"])


def up(home: Path, *options: str, before: tuple[str, ...] = ()) -> tuple[int, str, float]:
    """The real command: exit status, its words, seconds."""
    environment = Toy(home).environment()
    command = [*before, sys.executable, "-m", "dangol.cli", "up", *options]
    started = time.monotonic()
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stderr, time.monotonic() - started


def test_data_of_a_newer_postgresql_ends_the_start(tmp_path: Path) -> None:
    (tmp_path / "pg").mkdir()
    (tmp_path / "pg" / "PG_VERSION").write_text("19\n")
    status, words, seconds = up(tmp_path, "--port", str(free_port()))
    assert (status, seconds < 10) == (1, True)
    assert "newer version (PostgreSQL 19; this one has PostgreSQL 18)" in words
    assert "set DANGOL_HOME" in words


def test_a_full_disk_ends_the_start(tmp_path: Path) -> None:
    mount = f'mount -t tmpfs -o size=20m none "{tmp_path}" && exec "$@"'
    before = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, "sh")
    status, words, seconds = up(tmp_path, "--port", str(free_port()), before=before)
    assert (status, seconds < 10) == (1, True)
    assert words.startswith(f"The disk is full: {tmp_path} has ")
    assert "set DANGOL_HOME to a folder on another disk" in words


def test_a_taken_port_ends_the_real_start(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        status, words, seconds = up(tmp_path, "--port", str(port))
    assert (status, seconds < 10) == (1, True)
    assert words.startswith(f"Port {port} is taken")
