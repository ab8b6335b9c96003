"""What was found beside what is true: precision, recall and F1 of a scan (B20)."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from modules.duplicates.engine.scan import Scan


@dataclass(frozen=True)
class Measured:
    """Pairs that were found, that are true, and that are both."""

    found: int
    true: int
    right: int

    @property
    def precision(self) -> float:
        """Share of what was found that is true; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is true that was found; 1 where nothing is true."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


FOUND = (
    "SELECT x.id AS a, y.id AS b FROM found"
    " JOIN source x ON x.n = found.a JOIN source y ON y.n = found.b"
)


def measured(scan: Scan, truth: str, parameters: list[str]) -> Measured:
    """Compares what a scan found with a query that gives pairs of ids in columns a and b."""
    return compared(scan.con, FOUND, truth, parameters)


def compared(
    con: duckdb.DuckDBPyConnection, told: str, truth: str, parameters: list[str]
) -> Measured:
    """Compares the pairs of two queries; the order within a pair does not matter."""
    for name, query, values in (("told", told, []), ("truth", truth, parameters)):
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT DISTINCT least(a, b) AS a,"
            f" greatest(a, b) AS b FROM ({query}) WHERE a <> b",
            values,
        )
    found, true, right = con.execute(
        "SELECT (SELECT count(*) FROM told), (SELECT count(*) FROM truth),"
        " (SELECT count(*) FROM told SEMI JOIN truth USING (a, b))"
    ).fetchall()[0]
    return Measured(found, true, right)
