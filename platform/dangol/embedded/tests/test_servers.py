"""PostgreSQL and Redis from the wheels, really started."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import psutil
import psycopg
import pytest
import redis as client

from dangol.embedded import postgres, program, redis
from dangol.embedded.account import (
    CAP_DAC_OVERRIDE,
    CAP_DAC_READ_SEARCH,
    LAUNCHER,
    Runner,
    runner,
)
from dangol.embedded.binaries import postgres_binary, redis_binary
from dangol.embedded.errors import AlreadyRunning, DiskFull, NewerData, NotOurs, WrongArchitecture
from dangol.embedded.home import LONGEST_SOCKET, Home
from dangol.embedded.launch import Terms

pytestmark = pytest.mark.feature("X1")

AS_ROOT = os.geteuid() == 0
NOBODY = pwd.getpwnam("nobody")


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A data folder below folders of mode 0700, as pytest makes them."""
    folder = tmp_path / "home"
    yield folder
    redis.stop(folder)
    postgres.stop(folder)


def ask(url: str, query: str) -> object:
    with psycopg.connect(url) as server:
        row = server.execute(query).fetchone()  # type: ignore[arg-type]
        assert row is not None
        return row[0]


@pytest.mark.xdist_group("embedded")
def test_the_server_answers_and_keeps_its_data_over_a_stop(root: Path) -> None:
    url = postgres.start(root)
    assert str(ask(url, "SELECT version()")).startswith("PostgreSQL 18")
    with psycopg.connect(url) as server:
        server.execute("CREATE TABLE kept AS SELECT 7 AS number")
    postgres.stop(root)
    assert postgres.pid(Home.at(root)) is None
    assert ask(postgres.start(root), "SELECT number FROM kept") == 7


@pytest.mark.xdist_group("embedded")
def test_dangol_owns_its_database_but_is_no_superuser(root: Path) -> None:
    url = postgres.start(root, durable=False)
    rights = "rolsuper, rolbypassrls, rolcreatedb, rolcreaterole"
    with psycopg.connect(url) as server:
        query = f"SELECT {rights} FROM pg_roles WHERE rolname = current_user"
        assert server.execute(query).fetchone() == (False, False, False, True)
        server.execute("CREATE SCHEMA c1")
    for name, value in (("max_locks_per_transaction", "512"), ("listen_addresses", "")):
        assert ask(url, f"SHOW {name}") == value


@pytest.mark.xdist_group("embedded")
def test_only_a_durable_server_waits_for_the_disk(root: Path) -> None:
    url = postgres.start(root)
    assert (ask(url, "SHOW fsync"), ask(url, "SHOW synchronous_commit")) == ("on", "on")
    postgres.stop(root)
    postgres.start(root, durable=False)
    assert ask(url, "SHOW fsync") == "off"


@pytest.mark.xdist_group("embedded")
def test_the_password_is_asked_for_and_only_the_owner_can_read_it(root: Path) -> None:
    url = postgres.start(root, durable=False)
    word = Home.at(root).key("dangol")
    assert (root / "keys" / "dangol").stat().st_mode & 0o777 == 0o600
    with pytest.raises(psycopg.OperationalError, match="password"):
        ask(url.replace(word, "wrong"), "SELECT 1")


@pytest.mark.xdist_group("embedded")
def test_the_server_is_never_root(root: Path) -> None:
    postgres.start(root, durable=False)
    server = psutil.Process(postgres.pid(Home.at(root)))
    assert server.uids().effective != 0
    assert server.uids().effective == (root / "pg").stat().st_uid


@pytest.mark.xdist_group("embedded")
def test_a_folder_too_deep_for_a_socket_is_no_trouble(root: Path) -> None:
    deep = root.joinpath(*["folder-of-a-long-name"] * 5)
    try:
        assert ask(postgres.start(deep, durable=False), "SELECT 1") == 1
        socket = postgres.socket(Home.at(deep))
        assert len(os.fsencode(socket)) <= LONGEST_SOCKET
        assert socket.parent.stat().st_mode & 0o777 == 0o700
    finally:
        postgres.stop(deep)
        socket.parent.rmdir()


@pytest.mark.xdist_group("embedded")
def test_a_second_server_on_the_same_data_is_refused(root: Path) -> None:
    postgres.start(root, durable=False)
    with pytest.raises(AlreadyRunning, match="already runs"):
        postgres.start(root, durable=False)


@pytest.mark.xdist_group("embedded")
def test_the_servers_end_with_the_process_that_started_them(root: Path) -> None:
    start = (
        "import sys, time; from pathlib import Path; from dangol.embedded import postgres, redis;"
        "root = Path(sys.argv[1]); postgres.start(root, durable=False); redis.start(root);"
        "print('started', flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", start, str(root)], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"started\n"
    home = Home.at(root)
    servers = [psutil.Process(postgres.pid(home)), psutil.Process(redis.pid(home))]
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    _, alive = psutil.wait_procs(servers, timeout=20)
    assert alive == []


@pytest.mark.xdist_group("embedded")
def test_a_plain_user_can_start_both(tmp_path: Path) -> None:
    """As root: becomes `nobody`, who may read Python wherever it is installed, and no more."""
    home = tmp_path / "plain"
    home.mkdir()
    terms = Terms(folder="/")
    if AS_ROOT:
        os.chown(home, NOBODY.pw_uid, NOBODY.pw_gid)
        terms = Terms(uid=NOBODY.pw_uid, gid=NOBODY.pw_gid, capability=CAP_DAC_READ_SEARCH)
    start = (
        "import os, sys; from pathlib import Path; import psycopg;"
        "from dangol.embedded import postgres, redis; root = Path(sys.argv[1]);"
        "redis.start(root); url = postgres.start(root, durable=False);"
        "print(os.getuid(), psycopg.connect(url).execute('SELECT 42').fetchone()[0])"
    )
    command = [sys.executable, "-I", "-S", str(LAUNCHER), json.dumps(asdict(terms))]
    done = subprocess.run(
        [*command, sys.executable, "-c", start, str(home)], capture_output=True, check=False
    )
    expected = NOBODY.pw_uid if AS_ROOT else os.getuid()
    assert done.stdout.decode() == f"{expected} 42\n", done.stderr.decode()
    assert (home / "pg").stat().st_uid == expected


@pytest.mark.skipif(not AS_ROOT, reason="a plain user needs no other account")
@pytest.mark.parametrize(
    "terms",
    [
        Terms(uid=NOBODY.pw_uid, gid=NOBODY.pw_gid, capability=CAP_DAC_READ_SEARCH),
        Terms(uid=NOBODY.pw_uid, gid=NOBODY.pw_gid, capability=CAP_DAC_OVERRIDE),
        Terms(uid=NOBODY.pw_uid, gid=NOBODY.pw_gid, mapped=True),
    ],
    ids=["read", "override", "mapped"],
)
def test_each_way_from_root_makes_a_database_below_a_closed_folder(
    terms: Terms, tmp_path: Path
) -> None:
    """The data and the programs lie where only root can go, as in a clone below /root."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    initdb = [str(programs_below(closed) / "initdb"), "-D", str(closed / "data"), "-A", "trust"]
    bare = Runner(Terms(uid=NOBODY.pw_uid, gid=NOBODY.pw_gid))
    assert not bare.reaches([*initdb, "--show"], closed)
    (closed / "data").mkdir(mode=0o700)
    way = Runner(terms)
    way.own(closed / "data")
    command = way.command([*initdb, "--no-sync"], folder=closed)
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert closed.stat().st_mode & 0o777 == 0o700


def programs_below(closed: Path) -> Path:
    """PostgreSQL's programs with their libraries, once more: linked, or copied to another disk."""
    installed = postgres_binary("initdb").parents[2]
    for folder in (installed, installed.with_name(f"{installed.name}.libs")):
        shutil.copytree(folder, closed / folder.name, copy_function=linked_or_copied)
    return closed / postgres_binary("initdb").parent.relative_to(installed.parent)


def linked_or_copied(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@pytest.mark.skipif(not AS_ROOT, reason="only root takes over another user's data")
def test_root_runs_the_data_of_a_plain_user_as_that_user(tmp_path: Path) -> None:
    os.chown(tmp_path, NOBODY.pw_uid, NOBODY.pw_gid)
    found = runner([str(postgres_binary("postgres")), "--version"], tmp_path, tmp_path)
    assert found.owner == NOBODY.pw_uid


def test_data_of_a_newer_version_is_refused_and_left_alone(root: Path) -> None:
    (root / "pg").mkdir(parents=True)
    (root / "pg" / "PG_VERSION").write_text("19\n")
    with pytest.raises(NewerData, match=r"PostgreSQL 19; this one has PostgreSQL 18"):
        postgres.start(root)
    assert [path.name for path in (root / "pg").iterdir()] == ["PG_VERSION"]


def test_a_full_disk_is_told_with_folder_and_room(tmp_path: Path) -> None:
    with pytest.raises(DiskFull, match=f"{tmp_path}/not/made/yet has [0-9]+ MB free"):
        program.require_room(tmp_path / "not" / "made" / "yet", needed=2**62)


def test_a_program_for_another_machine_is_told(tmp_path: Path) -> None:
    foreign = bytearray(redis_binary().read_bytes()[:4096])
    foreign[18:20] = (22).to_bytes(2, "little")  # the ELF number of IBM's S/390
    copy = tmp_path / "redis-server"
    copy.write_bytes(foreign)
    copy.chmod(0o755)
    with pytest.raises(WrongArchitecture, match=r"does not run on this machine .*Exec format"):
        program.require_runs(copy)


def test_a_folder_that_somebody_put_in_our_place_is_refused(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    home.make()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    home.sockets("redis").symlink_to(elsewhere)
    with pytest.raises(NotOurs, match="belongs to another user"):
        redis.start(home.root)


@pytest.mark.xdist_group("embedded")
def test_redis_keeps_its_keys_over_a_stop_and_never_drops_one(root: Path) -> None:
    url = redis.start(root)
    with client.Redis.from_url(url) as server:
        assert server.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        server.set("kept", "7")
    number = redis.pid(Home.at(root))
    redis.stop(root)
    assert not psutil.pid_exists(number or 0)
    redis.start(root)
    with client.Redis.from_url(url) as server:
        assert server.get("kept") == b"7"
