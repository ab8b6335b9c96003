"""Every candidate pair judged by the weights, in DuckDB: the table `found` (B20)."""

from __future__ import annotations

import math
from collections.abc import Callable

import duckdb

from modules.duplicates.engine.kinds import Field
from modules.duplicates.engine.relations import BY_CODE
from modules.duplicates.engine.sampling import levels_sql
from modules.duplicates.engine.weights import Weights

PAIRS_AT_ONCE = 8_000_000


def judge(
    con: duckdb.DuckDBPyConnection, fields: tuple[Field, ...], weights: Weights, threshold: float,
    heard: Callable[[float], None],
) -> None:  # fmt: skip
    """Fills `found(a, b, bits, g0, g1, ...)`, part by part so that memory stays bounded."""
    _ready(con, fields, weights)
    least = _bits(threshold)
    levels = ", ".join(f"g{number}" for number in range(len(fields)))
    kinds = ", ".join(f"g{number} TINYINT" for number in range(len(fields)))
    con.execute(f"CREATE TABLE found (a UINTEGER, b UINTEGER, bits DOUBLE, {kinds})")
    count = con.execute("SELECT count(*) FROM pairs").fetchall()[0][0]
    parts = max(math.ceil(count / PAIRS_AT_ONCE), 1)
    chances = ", ".join(f"a.{field.slot}_chance AS c{n}" for n, field in enumerate(fields))
    for part in range(parts):
        con.execute(
            f"INSERT INTO found SELECT a, b, bits, {levels} FROM ("
            f" SELECT a, b, {levels}, {_odds_sql(fields, weights)} AS bits FROM ("
            f"  SELECT pair.a, pair.b, {levels_sql(fields)}, {chances}"
            f"  FROM (SELECT DISTINCT a, b FROM pairs WHERE a % {parts} = {part}) pair"
            "   JOIN ready a ON a.n = pair.a JOIN ready b ON b.n = pair.b)"
            f") WHERE bits >= {least}"
        )
        heard((part + 1) / parts)


def _bits(probability: float) -> float:
    share = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log2(share / (1 - share))


def _ready(con: duckdb.DuckDBPyConnection, fields: tuple[Field, ...], weights: Weights) -> None:
    """`cells` with, for each field, log2 of how often a stranger has the row's value."""
    con.execute("CREATE OR REPLACE TEMP TABLE common (field TINYINT, value VARCHAR, bits REAL)")
    columns, joins = [], []
    for number, field in enumerate(fields):
        known = weights.fields[field.name]
        usual = math.log2(known.u[0])
        if not known.common:
            columns.append(f"{usual}::REAL AS {field.slot}_chance")
            continue
        con.execute(
            f"INSERT INTO common SELECT {number}, unnest(?), unnest(?)",
            [list(known.common), [math.log2(share) for share in known.common.values()]],
        )
        columns.append(f"coalesce(k{number}.bits, {usual})::REAL AS {field.slot}_chance")
        joins.append(
            f"LEFT JOIN common k{number} ON k{number}.field = {number}"
            f" AND k{number}.value = {field.slot}_whole"
        )
    con.execute(
        f"CREATE TABLE ready AS SELECT cells.*, {', '.join(columns)} FROM cells {' '.join(joins)}"
    )
    con.execute("DROP TABLE cells")


def _odds_sql(fields: tuple[Field, ...], weights: Weights) -> str:
    """log2 of the odds that a pair is one, from its levels g and chances c."""
    one = [str(math.log2(weights.one))]
    related = {code: [str(math.log2(share))] for code, share in weights.related.items()}
    for number, field in enumerate(fields):
        known = weights.fields[field.name]
        one.append(
            _sum_sql(number, [known.bits(level) for level in range(len(known.m))], known.u[0])
        )
        for code, terms in related.items():
            bits = [weights.related_bits(code, field.name, level) for level in range(len(known.m))]
            if any(bits):
                terms.append(_sum_sql(number, bits, known.u[0]))
    ones, twos = [_power(one)], ["1"]
    for code, terms in related.items():
        (ones if BY_CODE[code].is_one else twos).append(_power(terms))
    return f"log2({' + '.join(ones)}) - log2({' + '.join(twos)})"


def _power(terms: list[str]) -> str:
    return f"pow(2, {' + '.join(terms)})"


def _sum_sql(number: int, bits: list[float], usual: float) -> str:
    """What a field adds: the bits of its level, those of `same` by the value's own chance."""
    same = bits[0] + math.log2(usual)
    others = " ".join(f"WHEN {level} THEN {bits[level]:.6f}" for level in range(1, len(bits)))
    return f"CASE g{number} WHEN 0 THEN {same:.6f} - c{number} {others} ELSE 0 END"
