"""Everything that a company's tables say, so that two moments can be compared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

HISTORY = (
    "people_auditentry", "duplicates_merge", "duplicates_moved", "duplicates_pair",
    "webhooks_event", "webhooks_delivery", "base_consentline",
)  # fmt: skip
"""What tells of deeds, and so keeps the ids that things had then."""


def contents(without: Iterable[str] = HISTORY) -> dict[str, list[str]]:
    """{table: its rows as text, in order} of the present company."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
        )
        names = sorted({name for (name,) in cursor.fetchall()} - set(without))
        found: dict[str, list[str]] = {}
        for name in names:
            cursor.execute(f'SELECT t::text FROM "{name}" t')
            rows = [row for (row,) in cursor.fetchall()]
            if rows:
                found[name] = sorted(rows)
    return found


def named(key: Any) -> dict[str, list[str]]:
    """{table: rows} that say this id anywhere."""
    found = {table: [row for row in rows if str(key) in row] for table, rows in contents().items()}
    return {table: rows for table, rows in found.items() if rows}
