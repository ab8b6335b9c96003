"""A copy of the project as a fresh clone has it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from dangol.embedded.home import SOURCES


def clone_to(folder: Path) -> Path:
    """The tracked files, as they stand now, in this folder."""
    names = subprocess.check_output(["git", "ls-files", "-z"], cwd=SOURCES, text=True)
    for name in filter(None, names.split("\0")):
        source, target = SOURCES / name, folder / name
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return folder
