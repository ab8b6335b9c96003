"""Refuses a database that a newer Dangol has migrated: `python -m dangol.supervisor.newer`.

An older version would not fail at once but later, on a column it does not know.
"""

from __future__ import annotations

import os
import sys

import django
import psycopg
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from dangol import environment
from dangol.embedded.errors import NewerData

Names = set[tuple[str, str]]
"""App label and name of migrations."""


def require_known_migrations(url: str) -> None:
    """NewerData when the database at `url` holds migrations that these sources do not have."""
    known = set(MigrationLoader(None).disk_migrations)
    labels = {label for label, _ in known}
    with psycopg.connect(url) as server:
        unknown = {row for row in _applied(server) if row[0] in labels} - known
    if unknown:
        label, name = max(unknown, key=lambda row: row[1])
        newest = max(row for row in known if row[0] == label)
        raise NewerData("the database", f"migration {label}.{name}", f"{label}.{newest[1]}")


def _applied(server: psycopg.Connection) -> Names:
    """What the shared schema and the template of companies have in their tables of migrations."""
    applied: Names = set()
    for schema in ("public", settings.TEMPLATE_SCHEMA):
        table = sql.Identifier(schema, "django_migrations")
        found = server.execute("SELECT to_regclass(%s)", [table.as_string(server)]).fetchone()
        if found and found[0]:
            query = sql.SQL("SELECT app, name FROM {}").format(table)
            applied.update((row[0], row[1]) for row in server.execute(query))
    return applied


def main() -> None:
    """Exit status 1 and one sentence when the database is newer."""
    environment.configure()
    django.setup()
    try:
        require_known_migrations(os.environ["DATABASE_URL"])
    except NewerData as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
