"""Redis below DANGOL_HOME, reached by a Unix socket in a private folder only (X1).

It is the doorbell of the queue and the cache; it never drops a key to make room.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from urllib.parse import quote

import psutil
import redis

from dangol.embedded import program
from dangol.embedded.account import Runner
from dangol.embedded.binaries import redis_binary
from dangol.embedded.errors import AlreadyRunning
from dangol.embedded.home import Home, private_folder

FAREWELL = signal.SIGTERM


def data(home: Home) -> Path:
    """The folder of the append-only file."""
    return home.root / "redis"


def log(home: Home) -> Path:
    return home.log / "redis.log"


def socket(home: Home) -> Path:
    """The Unix socket on which the server answers."""
    return home.sockets("redis") / "redis.sock"


def url(root: Path) -> str:
    """The address of the server below `root`; `?db=1` may be added."""
    return f"unix://{quote(str(socket(Home.at(root))))}"


def start(root: Path, *, durable: bool = True) -> str:
    """Starts the server of the data folder `root` and returns its address.

    With `durable=False` it keeps its data in memory only. CannotStart, with the reason, when it
    cannot. The server ends when this process ends.
    """
    home = Home.at(root)
    prepare(home)
    process = program.spawn(command(home, durable=durable), log(home))
    program.await_ready("Redis", process, lambda: answers(home), log(home))
    return url(home.root)


def stop(root: Path) -> None:
    """Stops the server of the data folder `root`, if it runs, and waits for its end."""
    program.end(pid(Home.at(root)), FAREWELL)


def prepare(home: Home) -> None:
    """Checks the machine and makes the folders."""
    home.make()
    program.require_runs(redis_binary())
    private_folder(data(home), {os.geteuid()})
    private_folder(home.sockets("redis"), {os.geteuid()})
    if (number := pid(home)) is not None:
        try:
            psutil.Process(number).wait(10)
        except psutil.TimeoutExpired as error:
            raise AlreadyRunning(home.root, number) from error
        except psutil.NoSuchProcess:
            return


def command(home: Home, *, durable: bool = True) -> list[str]:
    """The command line of the server."""
    settings = {
        "port": "0",
        "unixsocket": str(socket(home)),
        "unixsocketperm": "700",
        "dir": str(data(home)),
        "pidfile": str(home.run / "redis.pid"),
        "daemonize": "no",
        "appendonly": "yes" if durable else "no",
        "save": "",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
    }
    options = [part for name, value in settings.items() for part in (f"--{name}", value)]
    return Runner().command([str(redis_binary()), *options], folder=home.root, farewell=FAREWELL)


def answers(home: Home) -> bool:
    """Whether the server takes commands; while it still reads its file, it does not."""
    client = redis.Redis.from_url(url(home.root))
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def pid(home: Home) -> int | None:
    """The server's process, or None when none runs."""
    try:
        number = int((home.run / "redis.pid").read_text())
        return number if psutil.Process(number).name() == "redis-server" else None
    except (OSError, ValueError, psutil.NoSuchProcess):
        return None
