"""Writing many rows at once by COPY: for imports and for demo companies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}
BLOCK = 1_000
"""Rows handed to the server at a time."""


def columns_of(model: type[Model]) -> list[str]:
    """The columns of a model's table, in the order of its fields."""
    return [field.column for field in model._meta.concrete_fields if field.column]


def copy_rows(
    model: type[Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    same: Mapping[str, Any] | None = None,
) -> int:
    """Adds the rows to the model's table in the present transaction; returns their number.

    `same` holds the columns in which all rows have one value; those are written out only once.
    """
    same = same or {}
    lines = (line_of(row) for row in rows)
    if same:
        tail = "\t" + line_of(list(same.values()))
        lines = (line[:-1] + tail for line in lines)
    return copy_lines(model, [*columns, *same], lines)


def copy_lines(model: type[Model], columns: Sequence[str], lines: Iterable[str]) -> int:
    """The same for rows that are written as lines already (`line_of`). Errors are Django's."""
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    count = 0
    remaining = iter(lines)
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        while block := list(islice(remaining, BLOCK)):
            copy.write("".join(block))
            count += len(block)
    return count


def line_of(row: Sequence[Any]) -> str:
    """One row in PostgreSQL's COPY text form, line feed included."""
    cells = [
        value  # most cells are plain text: told by the quickest means there are
        if type(value) is str and value.isprintable() and "\\" not in value
        else _cell(value)
        for value in row
    ]
    return "\t".join(cells) + "\n"


def _cell(value: Any) -> str:
    if isinstance(value, str):
        if _SPECIAL.search(value) is None:
            return value
        return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], value)
    if value is None:
        return r"\N"
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int | UUID):
        return str(value)
    if isinstance(value, dict):
        text = json.dumps(value, ensure_ascii=False)
        return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)
    if isinstance(value, list):
        return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], _array(value))
    raise TypeError(f"COPY cannot write a {type(value).__name__}.")


def _array(texts: list[str]) -> str:
    quoted = (text.replace("\\", r"\\").replace('"', r"\"") for text in texts)
    return "{" + ",".join(f'"{text}"' for text in quoted) + "}"
