"""How many records a selection has, counted to a cap, and which when they are few (U1)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

FEW = 1_000


def count_to(cap: int, selected: QuerySet[Any]) -> tuple[int, list[Any] | None]:
    """(how many, at most cap + 1; their ids when they are few, else None), in one look.

    A search for a rare word reads the whole table. With the ids from the counting, the page need
    not read it a second time; with many hits the order's own index finds a page at once.
    """
    try:
        sql, params = selected.order_by().values("pk")[: cap + 1].query.sql_with_params()
    except EmptyResultSet:  # nothing can be in it, which is known without asking
        return 0, []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), CASE WHEN count(*) <= {FEW} THEN array_agg(hit.id) END"
            f" FROM ({sql}) AS hit(id)",
            params,
        )
        count, ids = cursor.fetchone()
    return count, ([] if count == 0 else ids)
