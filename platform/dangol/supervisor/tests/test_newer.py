"""A database that a newer Dangol has migrated is not touched by an older one (X1)."""

from __future__ import annotations

import os

import psycopg
import pytest

from dangol.embedded.errors import NewerData
from dangol.supervisor.newer import require_known_migrations

pytestmark = pytest.mark.feature("X1")

SCHEMAS = ["public", "company_template"]


def test_the_database_of_this_version_is_accepted() -> None:
    require_known_migrations(os.environ["DATABASE_URL"])


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_migration_from_the_future_is_refused_by_its_name(schema: str) -> None:
    url = os.environ["DATABASE_URL"]
    table = f"{schema}.django_migrations"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(
            f"INSERT INTO {table} (app, name, applied) VALUES ('tenants', '9999_future', now())"
        )
        try:
            with pytest.raises(NewerData, match=r"newer version \(migration tenants.9999_future"):
                require_known_migrations(url)
        finally:
            server.execute(f"DELETE FROM {table} WHERE name = '9999_future'")
