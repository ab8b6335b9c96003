"""PostgreSQL 18 below DANGOL_HOME, reached by a Unix socket only (X1).

Two roles: `postgres`, the superuser, for repairs and tests; and `dangol`, which owns the database
of the same name and may make roles, but stands below row-level security like everybody else.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from dangol.embedded import program
from dangol.embedded.account import Runner, runner
from dangol.embedded.binaries import postgres_binary
from dangol.embedded.errors import AlreadyRunning, DiskFull, NewerData, ServerFailed
from dangol.embedded.home import Home, private_folder

MAJOR = 18
FAREWELL = signal.SIGINT
"""PostgreSQL's own word for: end every session and stop cleanly, now."""

OWNER = "dangol"
SUPERUSER = "postgres"
MEMORY = psutil.virtual_memory().total

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    # A transaction that makes or drops one company's schema locks each of its tables.
    "max_locks_per_transaction": "512",
    "shared_buffers": f"{max(64, min(512, MEMORY // 2**20 // 8))}MB",
    "effective_cache_size": f"{max(256, MEMORY // 2**20 // 2)}MB",
    # What an index finds among millions of rows is kept row by row: as pages, all are read again.
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "synchronous_commit": "on",
    # Thousands of companies are a million files: after a crash, one call for the whole disk.
    "recovery_init_sync_method": "syncfs",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def data(home: Home) -> Path:
    """The folder of the database's files."""
    return home.root / "pg"


def log(home: Home) -> Path:
    return home.log / "postgres.log"


def socket(home: Home) -> Path:
    """The Unix socket on which the server answers."""
    return home.sockets("postgres") / ".s.PGSQL.5432"


def url(root: Path, database: str = OWNER) -> str:
    """The address of a database of the server below `root`, for its owner `dangol`."""
    return _url(Home.at(root), OWNER, database)


def admin_url(root: Path, database: str = SUPERUSER) -> str:
    """The address of a database for the superuser: repairs and tests only, never the product."""
    return _url(Home.at(root), SUPERUSER, database)


def _url(home: Home, role: str, database: str) -> str:
    folder = quote(str(home.sockets("postgres")), safe="")
    return f"postgresql://{role}:{home.key(role)}@/{quote(database)}?host={folder}"


def start(root: Path, *, durable: bool = True) -> str:
    """Starts the server of the data folder `root`, makes what is missing, returns its address.

    With `durable=False` nothing is flushed to disk: quick, and lost if the machine stops.
    CannotStart, with the reason, when it cannot. The server ends when this process ends.
    """
    home = Home.at(root)
    who = prepare(home, durable=durable)
    process = program.spawn(command(home, who, durable=durable), log(home))
    program.await_ready("PostgreSQL", process, lambda: answers(home), log(home))
    settle(home)
    return url(home.root)


def stop(root: Path) -> None:
    """Stops the server of the data folder `root`, if it runs, and waits for its end."""
    program.end(pid(Home.at(root)), FAREWELL)


def prepare(home: Home, *, durable: bool = True) -> Runner:
    """Checks the machine and makes the data folder; returns who the server is to run as."""
    home.make()
    program.require_runs(postgres_binary("postgres"))
    program.require_room(home.root)
    require_known_version(data(home))
    who = account_of(home)
    _await_predecessor(home)
    private_folder(home.sockets("postgres"), {os.geteuid(), who.owner, _owner_of(data(home))})
    who.own(home.sockets("postgres"))
    if data(home).exists():
        who.own(data(home))
    else:
        _initialise(home, who, durable)
    return who


def account_of(home: Home) -> Runner:
    """Who the server is to run as: one that reaches the data folder and all of the programs.

    `initdb --show` looks for everything that initdb and the server need, and writes nothing.
    """
    trial = [str(postgres_binary("initdb")), "--show", "-D", str(home.root)]
    return runner(trial, home.root, data(home))


def require_known_version(folder: Path) -> None:
    """NewerData when the files in `folder` were written by a later PostgreSQL than ours."""
    mark = folder / "PG_VERSION"
    if mark.exists() and int(float(mark.read_text())) > MAJOR:
        raise NewerData(folder, f"PostgreSQL {mark.read_text().strip()}", f"PostgreSQL {MAJOR}")


def command(home: Home, who: Runner, *, durable: bool = True) -> list[str]:
    """The command line of the server."""
    settings = SETTINGS | {"unix_socket_directories": str(home.sockets("postgres"))}
    if not durable:
        settings |= THROWAWAY
    options = [part for item in settings.items() for part in ("-c", "=".join(item))]
    server = [str(postgres_binary("postgres")), "-D", str(data(home)), *options]
    return who.command(server, folder=home.root, farewell=FAREWELL)


def answers(home: Home) -> bool:
    """Whether the server takes connections."""
    try:
        psycopg.connect(_url(home, SUPERUSER, SUPERUSER), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def settle(home: Home) -> None:
    """Makes the role and the database of Dangol, where they are missing."""
    role = sql.Identifier(OWNER)
    with psycopg.connect(_url(home, SUPERUSER, SUPERUSER), autocommit=True) as server:
        if not server.execute("SELECT FROM pg_roles WHERE rolname = %s", [OWNER]).rowcount:
            server.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE").format(role))
            word = sql.SQL("ALTER ROLE {} PASSWORD {}")
            server.execute(word.format(role, sql.Literal(home.key(OWNER))))
        if not server.execute("SELECT FROM pg_database WHERE datname = %s", [OWNER]).rowcount:
            server.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))


def pid(home: Home) -> int | None:
    """The server's process, or None when none runs."""
    try:
        number = int((data(home) / "postmaster.pid").read_text().split()[0])
        running = psutil.Process(number)
        return number if running.name() == "postgres" else None
    except (OSError, ValueError, IndexError, psutil.NoSuchProcess):
        return None


def _owner_of(folder: Path) -> int:
    return folder.stat().st_uid if folder.exists() else os.geteuid()


def _await_predecessor(home: Home) -> None:
    """A server whose parent was killed is still writing its last checkpoint: let it finish."""
    number = pid(home)
    if number is None:
        return
    try:
        psutil.Process(number).wait(10)
    except psutil.TimeoutExpired as error:
        raise AlreadyRunning(home.root, number) from error
    except psutil.NoSuchProcess:
        return


def _initialise(home: Home, who: Runner, durable: bool) -> None:
    """Makes the data folder whole or not at all: under another name until it is complete."""
    draft = home.root / "pg.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    who.own(draft)
    word = home.sockets("postgres") / "first-password"
    word.touch(mode=0o600)
    word.write_text(home.key(SUPERUSER))
    if who.owner != os.geteuid():
        os.chown(word, who.owner, -1)
    try:
        _run_initdb(home, who, [f"--pwfile={word}", *([] if durable else ["--no-sync"])])
    finally:
        word.unlink()
    draft.rename(data(home))


def _run_initdb(home: Home, who: Runner, options: list[str]) -> None:
    draft = home.root / "pg.new"
    options = [
        *options,
        f"--username={SUPERUSER}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--sync-method=syncfs",
    ]
    initdb = [str(postgres_binary("initdb")), "-D", str(draft), *options]
    with log(home).open("ab") as sink:
        done = subprocess.run(  # noqa: S603  (our own program)
            who.command(initdb, folder=home.root),
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            check=False,
        )
    if done.returncode == 0:
        return
    shutil.rmtree(draft, ignore_errors=True)
    words = program.last_words(log(home))
    if "No space left" in words:
        raise DiskFull(home.root, shutil.disk_usage(home.root).free, program.ROOM_NEEDED)
    raise ServerFailed("PostgreSQL", log(home), words)
