"""A module is a folder: the handbook's example, dropped into a fresh clone, has the whole product.

Nothing else is touched. The module's own tests then run in that clone, with servers and a database
of its own: list, board, search, files in and out, programs, rights, audit. So do the checks that
every module must pass.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dangol.embedded.home import SOURCES
from dangol.i18n.compile import compile_catalogues
from tests.clones import clone_to

EXAMPLE = SOURCES / "docs/handbook/example/lending"
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "CHROMIUM")
CHECKS = (
    "modules/lending",
    "tests/test_architecture.py",
    "tests/test_audit_words.py",
    "tests/test_access_matrix.py",
)
NAMED = "lending or things or architecture"
"""What of these is about the new module, and the checks of the whole house."""


@pytest.mark.feature("U1")
def test_a_folder_in_modules_is_a_record_type_with_everything(tmp_path: Path) -> None:
    clone = clone_to(tmp_path / "clone")
    shutil.copytree(EXAMPLE, clone / "modules/lending")
    built = "platform/dangol/static"
    (clone / built).mkdir(parents=True)
    (clone / built / "dist").symlink_to(SOURCES / built / "dist")
    subprocess.run(["git", "init", "-q"], cwd=clone, check=True)
    subprocess.run(["git", "add", "-A"], cwd=clone, check=True)
    for words in ("platform/dangol/locale", "modules/lending/locale"):
        list(compile_catalogues(clone / words))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *CHECKS, "-k", NAMED],
        cwd=clone,
        env={name: os.environ[name] for name in KEPT if name in os.environ}
        | {"PYTHONPATH": f"{clone}:{clone / 'platform'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    told = done.stdout.strip().splitlines()
    assert done.returncode == 0, "\n".join(told[-60:]) + done.stderr
    assert int(told[-1].split()[0]) > 200, "addresses of the module against every visitor as well"
