"""A durable PostgreSQL and a Redis of a benchmark's own, with a migrated database."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from dangol.embedded import postgres, redis


@contextmanager
def servers() -> Iterator[Path]:
    """Starts both below a throwaway home, migrates, and stops them in the end."""
    home = Path(tempfile.mkdtemp(prefix="dangol-bench-"))
    try:
        os.environ["DANGOL_HOME"] = str(home)
        os.environ["DATABASE_URL"] = postgres.start(home)
        os.environ["REDIS_URL"] = redis.start(home)
        os.environ.setdefault("DANGOL_ENV", "development")
        os.environ["DJANGO_SETTINGS_MODULE"] = f"dangol.settings.{os.environ['DANGOL_ENV']}"
        django.setup()
        from tenants.services import schemas

        schemas.migrate_all()
        yield home
    finally:
        redis.stop(home)
        postgres.stop(home)
        shutil.rmtree(home, ignore_errors=True)
