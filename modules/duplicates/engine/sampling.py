"""What training needs to know of a scan's rows and pairs, counted by DuckDB (B20)."""

from __future__ import annotations

from collections import Counter, defaultdict

import duckdb

from modules.duplicates.engine.blocks import Rule
from modules.duplicates.engine.kinds import Field
from modules.duplicates.engine.levels import COMPARISONS, UNKNOWN, level_sql
from modules.duplicates.engine.training import Chance, Levels, Sample, Session

RANDOM_PAIRS = 400_000
PAIRS_OF_A_RULE = 5_000
PAIRS_SEEN = 150_000
MOST_COMMON = 500
LEAST_COMMON = 10
RATHER_COMMON = 0.01


def sample(
    con: duckdb.DuckDBPyConnection, fields: tuple[Field, ...], rules: tuple[Rule, ...], rows: int
) -> Sample:
    """Reads the tables `cells` and `pairs`."""
    randoms = _randoms(con, fields, rows)
    chances = {
        field.name: _chance(con, field, number, randoms) for number, field in enumerate(fields)
    }
    share, seen = _seen(con, fields)
    return Sample(
        rows, rows * (rows - 1) / 2, share * sum(seen.values()), seen,
        _sessions(con, fields, rules), chances,
    )  # fmt: skip


def levels_sql(fields: tuple[Field, ...]) -> str:
    """The levels of all fields as columns g0, g1 and so on, of the rows `a` and `b`."""
    return ", ".join(
        f"{level_sql(field.kind, field.slot)} AS g{number}" for number, field in enumerate(fields)
    )


def _patterns(
    con: duckdb.DuckDBPyConnection, fields: tuple[Field, ...], pairs: str, by: str = "0"
) -> list[tuple[int, Levels, int]]:
    """(by, levels, pairs) of a query that gives columns a and b."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE pair AS {pairs}")  # small beside the rows
    found = con.execute(
        f"SELECT {by} AS part, {levels_sql(fields)}, count(*) FROM pair"
        " JOIN cells a ON a.n = pair.a JOIN cells b ON b.n = pair.b GROUP BY ALL"
    ).fetchall()
    return [(part, tuple(levels), count) for part, *levels, count in found]


def _randoms(
    con: duckdb.DuckDBPyConnection, fields: tuple[Field, ...], rows: int
) -> list[tuple[int, Levels, int]]:
    """Patterns of all pairs of a small table, of random pairs of a large one."""
    if rows * (rows - 1) / 2 <= RANDOM_PAIRS:
        return _patterns(
            con, fields, "SELECT x.n AS a, y.n AS b FROM cells x, cells y WHERE x.n < y.n"
        )
    drawn = (
        f"(hash(range, 'a') % {rows})::UINTEGER AS a, (hash(range, 'b') % {rows})::UINTEGER AS b"
    )
    query = f"FROM (SELECT {drawn} FROM range({RANDOM_PAIRS})) WHERE a <> b"
    return _patterns(con, fields, f"SELECT a, b {query}")


def _chance(
    con: duckdb.DuckDBPyConnection, field: Field, number: int,
    randoms: list[tuple[int, Levels, int]],
) -> Chance:  # fmt: skip
    """How often strangers agree on a field."""
    drawn = Counter[int]()
    for _part, levels, count in randoms:
        drawn[levels[number]] += count
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE counted AS SELECT {field.slot}_whole AS value,"
        f" count(*)::DOUBLE AS size FROM cells WHERE {field.slot}_whole IS NOT NULL GROUP BY ALL"
    )
    filled, agreed, values = con.execute(
        "SELECT coalesce(sum(size), 0), coalesce(sum(size * (size - 1) / 2), 0), count(*)"
        " FROM counted"
    ).fetchall()[0]
    least = max(LEAST_COMMON, min(3 * filled / max(values, 1), RATHER_COMMON * filled))
    common = con.execute(
        f"SELECT value, size FROM counted WHERE size >= {least}"
        f" ORDER BY size DESC, value LIMIT {MOST_COMMON}"
    ).fetchall()
    agreed -= sum(size * (size - 1) / 2 for _value, size in common)
    return Chance(
        tuple(drawn[level] for level in range(len(COMPARISONS[field.kind].levels))),
        agreed, filled * (filled - 1) / 2, {value: size / filled for value, size in common},
    )  # fmt: skip


def _sessions(
    con: duckdb.DuckDBPyConnection, fields: tuple[Field, ...], rules: tuple[Rule, ...]
) -> list[Session]:
    """Some thousand pairs of each rule; of the fields of the rule nothing is learned from them."""
    sizes = con.execute("SELECT rule, count(*) FROM pairs GROUP BY rule").fetchall()
    if not sizes:
        return []
    steps = " ".join(f"WHEN {rule} THEN {size // PAIRS_OF_A_RULE + 1}" for rule, size in sizes)
    query = f"SELECT a, b, rule FROM pairs WHERE hash(a, b) % CASE rule {steps} END = 0"
    found = _patterns(con, fields, query, by="pair.rule")
    patterns: dict[int, Counter[Levels]] = defaultdict(Counter)
    for rule, levels, count in found:
        used = rules[rule].fields
        known = tuple(
            UNKNOWN if field.name in used else level
            for field, level in zip(fields, levels, strict=True)
        )
        patterns[rule][known] += count
    return [Session(patterns[rule]) for rule in sorted(patterns)]


def _seen(
    con: duckdb.DuckDBPyConnection, fields: tuple[Field, ...]
) -> tuple[int, dict[Levels, int]]:
    """(every how manieth pair, their patterns), each pair once."""
    count = con.execute("SELECT count(*) FROM pairs").fetchall()[0][0]
    share = max(count // PAIRS_SEEN, 1)
    found = _patterns(
        con, fields, f"SELECT DISTINCT a, b FROM pairs WHERE hash(a, b) % {share} = 0"
    )
    return share, {levels: pairs for _part, levels, pairs in found}
