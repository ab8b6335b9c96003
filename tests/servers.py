"""A pytest plugin: one throwaway PostgreSQL and Redis for the run, one database for each worker.

Loaded with `-p tests.servers`, before Django reads its settings. The first process starts the
servers and prepares a template database with two companies; each worker copies that template.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from dangol.embedded import postgres, redis

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
TEMPLATE = os.environ.setdefault("DANGOL_TEST_TEMPLATE", f"dangol_template_{os.getpid()}")
NUMBER = 0 if WORKER == "main" else int(WORKER.removeprefix("gw")) + 1


def _start() -> None:
    """Starts the servers and remembers where they are for this process and its workers."""
    home = Path(tempfile.mkdtemp(prefix="dangol-test-"))
    os.environ["DANGOL_TEST_HOME"] = str(home)
    postgres.start(home, durable=False)
    os.environ["DANGOL_TEST_REDIS"] = redis.start(home, durable=False)


def database_url(name: str) -> str:
    """The address of a database on the run's server."""
    return postgres.url(Path(os.environ["DANGOL_TEST_HOME"]), name)


def database_name() -> str:
    return f"{TEMPLATE}_{WORKER}"


def copy_template() -> None:
    """Puts a fresh copy of the template in the place of this worker's database."""
    with psycopg.connect(
        postgres.admin_url(Path(os.environ["DANGOL_TEST_HOME"])), autocommit=True
    ) as server:
        server.execute(f"DROP DATABASE IF EXISTS {database_name()} WITH (FORCE)")
        server.execute(
            f"CREATE DATABASE {database_name()} OWNER dangol TEMPLATE {TEMPLATE} STRATEGY file_copy"
        )


if "DANGOL_TEST_HOME" not in os.environ:
    _start()
    STARTED_HERE = True
else:
    STARTED_HERE = False

os.environ["DANGOL_ENV"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "dangol.settings.test"
os.environ["DATABASE_URL"] = database_url(database_name())
os.environ["REDIS_URL"] = f"{os.environ['DANGOL_TEST_REDIS']}?db={NUMBER}"
os.environ["DANGOL_TEST_SCRATCH"] = f"{os.environ['DANGOL_TEST_HOME']}/{WORKER}"


def pytest_configure(config: pytest.Config) -> None:
    if STARTED_HERE:
        _prepare_template()
    if not config.getoption("numprocesses", None):
        copy_template()


def _prepare_template() -> None:
    with psycopg.connect(
        postgres.admin_url(Path(os.environ["DANGOL_TEST_HOME"])), autocommit=True
    ) as server:
        server.execute(f"CREATE DATABASE {TEMPLATE} OWNER dangol")
    environment = os.environ | {"DATABASE_URL": database_url(TEMPLATE)}
    done = subprocess.run([sys.executable, "-m", "tests.template"], env=environment, check=False)
    if done.returncode:
        pytest.exit("The template database could not be prepared; see above.", returncode=3)


def pytest_unconfigure() -> None:
    if STARTED_HERE:
        home = Path(os.environ["DANGOL_TEST_HOME"])
        redis.stop(home)
        postgres.stop(home)
        shutil.rmtree(home, ignore_errors=True)
