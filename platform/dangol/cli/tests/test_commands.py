"""The `dangol` command as a person or a program meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dangol.embedded.home import SOURCES

pytestmark = pytest.mark.feature("X1")


def dangol(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dangol.cli", *arguments],
        env=os.environ | more,
        capture_output=True,
        text=True,
        check=False,
    )


def test_urls_lists_every_named_address_with_its_mark() -> None:
    listed = json.loads(dangol("urls", "--json").stdout)
    by_name = {(row["site"], row["name"]): row for row in listed}
    health = by_name["public", "health"]
    assert health == {
        "name": "health",
        "site": "public",
        "path": "/health",
        "methods": ["GET"],
        "permission": "",
        "entitlement": "",
        "public": True,
    }
    users = by_name["company", "tenants:user-list"]
    assert (users["path"][:9], users["permission"]) == ("/tenants/", "tenants.user.manage")
    assert any(row["entitlement"] == "base" for row in listed)
    assert all(row["methods"] for row in listed)


def test_help_names_own_and_declared_commands() -> None:
    words = dangol("--help").stdout
    for name in ("up", "down", "doctor", "ps", "urls", "build", "manage", "migrate", "demo"):
        assert f"\n  {name} " in words


def test_an_unknown_command_is_refused_in_one_sentence() -> None:
    done = dangol("dance")
    assert done.returncode == 2
    assert "No such command 'dance'" in done.stderr
    assert "Traceback" not in done.stderr


def test_own_commands_do_not_wait_for_django() -> None:
    script = "import sys; from dangol.cli.program import dangol; import dangol.cli.up;" + (
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_ps_of_an_unused_folder_says_that_nothing_runs(tmp_path: Path) -> None:
    shown = json.loads(dangol("ps", "--json", DANGOL_HOME=str(tmp_path)).stdout)
    assert shown == {
        "storage": str(tmp_path.resolve()),
        "running": False,
        "ready": False,
        "port": None,
        "processes": [],
    }
    assert list(tmp_path.iterdir()) == []


def test_doctor_finds_data_of_a_newer_version(tmp_path: Path) -> None:
    (tmp_path / "pg").mkdir()
    (tmp_path / "pg" / "PG_VERSION").write_text("19\n")
    done = dangol("doctor", "--json", DANGOL_HOME=str(tmp_path))
    found = {row["name"]: row for row in json.loads(done.stdout)}
    assert done.returncode == 1
    assert found["data"]["well"] is False
    assert "newer version" in found["data"]["words"]
    assert found["Redis"]["well"] is True


def test_a_silent_database_is_told_with_its_remedy(tmp_path: Path) -> None:
    nowhere = f"postgresql://dangol@/dangol?host={tmp_path}"
    done = dangol("migrate", DATABASE_URL=nowhere, DANGOL_ENV="development")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("The database does not answer")
    assert "make up" in done.stderr


def test_manage_runs_commands_of_django_as_the_platform() -> None:
    done = dangol("manage", "shell", "-c", "from tenants.models import Company as C; "
                  "print('companies', C.objects.filter(address='hanbit').count())")  # fmt: skip
    assert "companies 1" in done.stdout, done.stderr


def test_a_build_with_nothing_new_is_quick() -> None:
    assert dangol("build").returncode == 0
    started = time.monotonic()
    assert dangol("build").stdout == ""
    assert time.monotonic() - started < 10


def test_translations_are_compiled_from_their_sources(tmp_path: Path) -> None:
    compiled = SOURCES / "platform/dangol/locale/ko/LC_MESSAGES/django.mo"
    assert dangol("build", "--translations").returncode == 0
    assert compiled.stat().st_mtime >= compiled.with_suffix(".po").stat().st_mtime
