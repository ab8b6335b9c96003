"""Which settings this process runs with: `DANGOL_ENV`, and nothing else, decides."""

from __future__ import annotations

import os

ENVIRONMENTS = ("development", "production", "test")


def configure() -> None:
    """Points Django at the settings of the environment; SystemExit on a word it does not know."""
    name = os.environ.get("DANGOL_ENV", "development")
    if name not in ENVIRONMENTS:
        raise SystemExit(f"DANGOL_ENV is '{name}'; use one of: {', '.join(ENVIRONMENTS)}.")
    os.environ["DJANGO_SETTINGS_MODULE"] = f"dangol.settings.{name}"
