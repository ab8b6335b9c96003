"""One machine, no set-up: secrets are made once and kept in DANGOL_HOME."""

from __future__ import annotations

import secrets
from pathlib import Path

from dangol.settings.base import *  # noqa: F403
from dangol.settings.base import DANGOL_HOME, env


def kept_secret(path: Path) -> str:
    """The secret in this file, made on first use and readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


DEBUG = False
DEVELOPMENT = True
"""Opens the mail page, the component page, the moving clock and the timing headers."""
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(DANGOL_HOME / "secret_key")
