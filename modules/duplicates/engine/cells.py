"""The rows of a scan, cleaned, as the table `cells` of a DuckDB file (B20).

`source(n, id, c0, c1, ...)` holds what was given; `cells` the parts of each field by its slot
(f0_whole, f0_tail, ...), NULL where there is nothing. Rows pass through Python in blocks.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb

from modules.duplicates.engine.cleaning import PARTS, cleaned
from modules.duplicates.engine.kinds import Field

BLOCK = 20_000


def take(
    con: duckdb.DuckDBPyConnection, rows: Path | duckdb.DuckDBPyRelation,
    fields: tuple[Field, ...], id: str, spill: Path,
) -> int:  # fmt: skip
    """Fills `source`; returns its number of rows. A relation of another connection goes by file."""
    if isinstance(rows, duckdb.DuckDBPyRelation):
        file = spill / "rows.parquet"
        rows.write_parquet(str(file))
        rows = file
    reader = "read_parquet(?)" if rows.suffix == ".parquet" else _CSV
    key = f"{_quoted(id)}::VARCHAR" if id else "(row_number() OVER ())::VARCHAR"
    columns = [f"{_quoted(field.name)}::VARCHAR AS {field.slot}" for field in fields]
    con.execute(
        "CREATE TABLE source AS SELECT (row_number() OVER () - 1)::UINTEGER AS n,"
        f" {', '.join([f'{key} AS id', *columns])} FROM {reader}",
        [str(rows)],
    )
    return int(con.execute("SELECT count(*) FROM source").fetchall()[0][0])


_CSV = (
    "read_csv(?, all_varchar = true, header = true, strict_mode = false, max_line_size = 8000000)"
)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def clean(
    con: duckdb.DuckDBPyConnection, fields: tuple[Field, ...], spill: Path, rows: int,
    heard: Callable[[float], None],
) -> None:  # fmt: skip
    """Fills `cells` from `source`."""
    file = spill / "cells.tsv"
    reader = con.cursor()
    reader.execute(f"SELECT n, {', '.join(field.slot for field in fields)} FROM source ORDER BY n")
    kinds = [field.kind for field in fields]
    done = 0
    with file.open("w", encoding="ascii", newline="") as out:
        while block := reader.fetchmany(BLOCK):
            out.writelines(_lines(block, kinds))
            done += len(block)
            heard(done / rows)
    reader.close()
    columns = {"n": "UINTEGER"} | {
        f"{field.slot}_{part}": "VARCHAR" for field in fields for part in PARTS[field.kind]
    }
    con.execute(
        "CREATE TABLE cells AS FROM read_csv(?, columns = ?, delim = '\\t', quote = '',"
        " escape = '', header = false, auto_detect = false, nullstr = '', max_line_size = 8000000)",
        [str(file), columns],
    )
    file.unlink()


def _lines(block: list[tuple], kinds: list) -> list[str]:  # type: ignore[type-arg]
    lines = []
    for n, *texts in block:
        parts = [str(n)]
        for kind, text in zip(kinds, texts, strict=True):
            parts += cleaned(kind, text)
        lines.append("\t".join(parts) + "\n")
    return lines
