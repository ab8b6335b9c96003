"""How many records a selection has, counted to a cap, and which when they are few (U1)."""

from __future__ import annotations

from collections.abc import Sequence
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


def count_each(
    parts: Sequence[QuerySet[Any]], cap: int, first: int = 0
) -> list[tuple[int, list[Any]]]:
    """(how many, at most cap + 1; ids of the `first` ones in its order) of each, in one statement.

    The work is bounded by cap and the number of parts, however many records there are.
    """
    found: list[tuple[int, list[Any]]] = [(0, [])] * len(parts)
    pieces: list[str] = []
    params: list[Any] = []
    for place, part in enumerate(parts):
        ids = part.values("pk")
        try:
            counted, given = ids.order_by()[: cap + 1].query.sql_with_params()
            params += given
            begun = "NULL"
            if first:
                sql, given = ids[:first].query.sql_with_params()
                params += given
                begun = f"ARRAY({sql})"
        except EmptyResultSet:
            continue
        pieces.append(f"SELECT {place}, (SELECT count(*) FROM ({counted}) AS hit), {begun}")
    if pieces:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(pieces), params)
            for place, count, begun in cursor.fetchall():
                found[place] = (count, begun or [])
    return found
