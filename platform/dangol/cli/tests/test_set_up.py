"""Set-up from a fresh clone on a bare machine, and the containers' configuration (X1, X2)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from dangol.embedded.home import SOURCES
from tests.clones import clone_to

TOOLS = ("make", "sh", "dirname", "rm", "touch", "cat", "sed", "expand")
"""Besides Python, all that set-up may find on the machine."""


EVERYTHING = """
import dangol.worker, dangol.scheduler, dangol.wsgi
from django.template import engines
from dangol.addresses import addresses
assert engines.all() and len(list(addresses())) > 20
"""
"""Loads all that web, workers and scheduler load: nothing of it may need the packages for tests."""


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder for PATH with Python 3.11, make, a shell and a few core tools: no node, no psql."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found, name
        (folder / name).symlink_to(found)
    base = Path(sys._base_executable)  # type: ignore[attr-defined]
    (folder / "python3.11").symlink_to(base.resolve())
    return folder


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    return clone_to(tmp_path / "clone")


def make(clone: Path, path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    foreign = ("DANGOL_", "DATABASE_URL", "REDIS_URL", "DJANGO_", "VIRTUAL_ENV", "PYTHON", "MAKE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return subprocess.run(
        ["make", *arguments],
        cwd=clone,
        env=kept | {"PATH": str(path), "DANGOL_HOME": str(clone / ".dangol")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.feature("X1")
def test_set_up_needs_only_python_and_make(clone: Path, bare: Path) -> None:
    """The environment with every locked package, from nothing; then what lies in it really runs."""
    done = make(clone, bare, ".venv/.runtime")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == "Installing the packages of Dangol ...\n"
    assert done.stderr == ""
    looked = subprocess.run(
        [clone / ".venv/bin/dangol", "doctor", "--json"],
        env={"PATH": str(bare), "DANGOL_HOME": str(clone / ".dangol"), "HOME": str(clone)},
        capture_output=True,
        text=True,
        check=False,
    )
    for tool in ("Python", "PostgreSQL", "Redis", "Node.js"):
        assert re.search(rf'"name": "{tool}",\s+"well": true', looked.stdout), looked.stdout
    loaded = subprocess.run(
        [clone / ".venv/bin/python", "-c", EVERYTHING],
        env={"DANGOL_HOME": str(clone / ".dangol"), "DATABASE_URL": "postgresql:///none"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert loaded.returncode == 0, loaded.stderr
    assert make(clone, bare, ".venv/.runtime").stdout == "make: '.venv/.runtime' is up to date.\n"


@pytest.mark.feature("X1")
def test_a_machine_without_python_is_told_what_to_install(clone: Path, bare: Path) -> None:
    (bare / "python3.11").unlink()
    done = make(clone, bare, ".venv/.runtime")
    assert done.returncode != 0
    assert done.stderr.startswith("Python 3.11 is missing: install it")
    assert not (clone / ".venv").exists()


@pytest.mark.feature("X1")
@pytest.mark.parametrize("goal", ["up", "test", "bench", "shots", "features", "lint", "down"])
def test_every_goal_of_make_is_well_formed(goal: str, bare: Path) -> None:
    done = subprocess.run(
        ["make", "--dry-run", goal], cwd=SOURCES, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.feature("X1")
def test_the_summary_of_pytest_is_the_last_word_of_make_test() -> None:
    dry = ["make", "--dry-run", "--always-make", "--no-print-directory", "test"]
    lines = subprocess.check_output(dry, cwd=SOURCES, text=True).strip().splitlines()
    assert lines[-1] == ".venv/bin/pytest -n 2 --dist loadgroup"


def compose() -> dict[str, Any]:
    text = (SOURCES / "docker-compose.yml").read_text()
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


SERVICES = {"postgres", "redis", "store", "bucket", "migrate", "web", "workers", "scheduler"}
LASTING = SERVICES - {"bucket", "migrate"}
OURS = {"bucket", "migrate", "web", "workers", "scheduler"}


@pytest.mark.feature("X2")
def test_the_containers_are_those_of_the_house_and_each_lasting_one_tells_its_health() -> None:
    services = compose()["services"]
    assert set(services) == SERVICES
    assert services["postgres"]["image"].startswith("postgres:18")
    for name in LASTING:
        assert services[name]["healthcheck"]["test"][0] == "CMD", name


@pytest.mark.feature("X2")
def test_every_variable_of_the_containers_is_one_that_the_settings_read() -> None:
    read = set()
    for path in (SOURCES / "platform/dangol").glob("**/*.py"):
        if "tests" not in path.parts:
            read |= set(re.findall(r"""["']([A-Z][A-Z0-9_]+)["']""", path.read_text()))
    given = set(compose()["x-application"]["environment"])
    assert given - read == set()
    assert {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "S3_BUCKET"} <= given


@pytest.mark.feature("X2")
def test_the_settings_of_production_load_with_the_variables_of_the_containers() -> None:
    def filled(value: str) -> str:
        return re.sub(
            r"\$\{(\w+):([-?])([^}]*)\}", lambda m: m[3] if m[2] == "-" else "word", value
        )

    given = {k: filled(v) for k, v in compose()["x-application"]["environment"].items()}
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DANGOL_", "DJANGO_"))}
    ask = (
        "import django; from dangol import environment; environment.configure(); django.setup();"
        "from django.conf import settings as s; d = s.DATABASES['default'];"
        "print(d['HOST'], d['USER'], s.AWS_STORAGE_BUCKET_NAME, s.QUEUE_URL, s.DEBUG)"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask], env=kept | given, capture_output=True, text=True, check=False
    )
    assert done.stdout == "postgres dangol dangol redis://redis:6379 False\n", done.stderr


@pytest.mark.feature("X2")
def test_every_command_of_our_containers_exists() -> None:
    services = compose()["services"]
    commands = [services[name]["command"] for name in OURS - {"web"}]
    commands += [services[n]["healthcheck"]["test"][1:] for n in ("web", "workers", "scheduler")]
    for command in commands:
        program = command[0]
        assert shutil.which(program, path=Path(sys.executable).parent), program
        if program == "python" and command[1] != "-m":
            assert (SOURCES / command[1]).is_file(), command
    assert services["workers"]["command"][-1] == "dangol.worker"
    for mount in services["postgres"]["volumes"]:
        source = mount.split(":")[0]
        assert not source.startswith(".") or (SOURCES / source).is_file()


@pytest.mark.feature("X2")
def test_services_wait_for_what_they_need() -> None:
    services = compose()["services"]
    for name in ("web", "workers", "scheduler"):
        needs = services[name]["depends_on"]
        assert needs["migrate"]["condition"] == "service_completed_successfully"
        assert needs["redis"]["condition"] == "service_healthy"
    volumes = set(compose()["volumes"])
    for name, service in services.items():
        for mount in service.get("volumes", []):
            source = mount.split(":")[0]
            assert source.startswith(".") or source in volumes, (name, mount)


@pytest.mark.feature("X1")
def test_each_hook_before_a_commit_runs_a_tool_of_the_environment() -> None:
    hooks = yaml.safe_load((SOURCES / ".pre-commit-config.yaml").read_text())["repos"]
    assert [repo["repo"] for repo in hooks] == ["local"]
    entries = [hook["entry"] for hook in hooks[0]["hooks"]]
    names = {entry.split()[0].removeprefix(".venv/bin/") for entry in entries}
    assert names == {"ruff", "djade", "mypy", "lint-imports"}
    for name in names:
        assert shutil.which(name, path=Path(sys.executable).parent), name
