"""Finding all duplicates of a table: clean, block, learn, judge (B20).

Everything large lies in a DuckDB file in `spill`; Python holds blocks of rows and counts. A million
rows take some two minutes on two cores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from modules.duplicates.engine import cells, judging, sampling
from modules.duplicates.engine.blocks import Blocks, Rule, rules_of
from modules.duplicates.engine.groups import grouped
from modules.duplicates.engine.kinds import Field, Kind, fields_of, subject_of
from modules.duplicates.engine.score import Evidence, judged
from modules.duplicates.engine.training import learn
from modules.duplicates.engine.weights import Weights, prior

PAIRS_A_ROW = 25
LEAST_PAIRS = 3_000_000
Heard = Callable[[str, float], None]


@dataclass(frozen=True)
class Found:
    """A pair that may be one: ids, 0 to 100, the probability, and what speaks for and against."""

    a: str
    b: str
    score: int
    probability: float
    evidence: tuple[Evidence, ...]


class Scan:
    """What a scan found. It lies in `spill` until `close`; use it in a `with`."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, fields: tuple[Field, ...], weights: Weights,
        rows: int, candidates: int,
    ):  # fmt: skip
        self.con = con
        self._fields = fields
        self.learned = weights
        self.rows = rows
        self.candidates = candidates

    @property
    def weights(self) -> dict[str, Any]:
        """What was learned, as JSON; `Weights.from_json` reads it."""
        return self.learned.as_json()

    @property
    def found(self) -> int:
        """How many pairs were found."""
        return int(self.con.execute("SELECT count(*) FROM found").fetchall()[0][0])

    @property
    def pairs(self) -> Iterator[Found]:
        """The pairs, the likeliest first; streamed."""
        reader = self.con.cursor()
        levels = [f"g{number}" for number in range(len(self._fields))]
        values = [f"one.{field.slot}_whole" for field in self._fields]
        reader.execute(
            f"SELECT x.id, y.id, {', '.join(levels + values)} FROM found"
            " JOIN source x ON x.n = found.a JOIN source y ON y.n = found.b"
            " JOIN ready one ON one.n = found.a"
            " ORDER BY found.bits DESC, found.a, found.b"
        )
        while block := reader.fetchmany(cells.BLOCK):
            for a, b, *told in block:
                yield self._told(a, b, told)

    @property
    def groups(self) -> Iterator[tuple[str, ...]]:
        """The ids of rows that are one, at least two; each row in one group (`groups`)."""
        reader = self.con.cursor()
        reader.execute("SELECT a, b, bits FROM found ORDER BY bits DESC, a, b")
        pairs = (
            pair for block in iter(lambda: reader.fetchmany(cells.BLOCK), []) for pair in block
        )
        for rows in grouped(pairs):
            ids = self.con.execute(
                "SELECT id FROM source WHERE n = ANY(?) ORDER BY n", [rows]
            ).fetchall()
            yield tuple(id for (id,) in ids)

    def _told(self, a: str, b: str, told: list[Any]) -> Found:
        names = [field.name for field in self._fields]
        levels = dict(zip(names, told, strict=False))
        values = dict(zip(names, (value or "" for value in told[len(names) :]), strict=True))
        verdict = judged(levels, values, self.learned)
        return Found(a, b, verdict.score, verdict.probability, verdict.evidence)

    def close(self) -> None:
        """Forgets the tables."""
        self.con.close()

    def __enter__(self) -> Scan:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()


def scan(
    rows: Path | duckdb.DuckDBPyRelation,
    columns: Mapping[str, Kind],
    *,
    threshold: float = 0.5,
    threads: int = 2,
    memory: str = "2GB",
    spill: Path,
    heard: Heard | None = None,
    id: str = "id",
    weights: Weights | None = None,
) -> Scan:
    """Finds the pairs of rows that are one with at least the probability `threshold`.

    rows     a CSV (UTF-8, with a header) or Parquet file, or a DuckDB relation
    columns  {column: kind}; other columns are not looked at
    spill    an empty folder for what does not fit into memory; the caller removes it
    heard    told (stage, share done): read, clean, block, learn, judge
    id       the column that names a row; "" for the number of the row, from 1
    weights  judge by these instead of learning
    """
    tell = heard or (lambda stage, share: None)
    fields = fields_of(dict(columns))
    con = duckdb.connect(str(spill / "scan.duckdb"))
    con.execute(f"SET threads = {int(threads)}")
    con.execute(f"SET memory_limit = '{memory}'")
    con.execute(f"SET temp_directory = '{spill}'")
    tell("read", 0.0)
    count = cells.take(con, rows, fields, id, spill)
    con.execute("SET preserve_insertion_order = false")
    cells.clean(con, fields, spill, count, lambda share: tell("clean", share))
    rules = rules_of(fields, subject_of(dict(columns)))
    candidates = _block(con, rules, count, tell)
    tell("learn", 0.0)
    learned = weights or learn(prior(columns, count), sampling.sample(con, fields, rules, count))
    judging.judge(con, fields, learned, threshold, lambda share: tell("judge", share))
    return Scan(con, fields, learned, count, candidates)


def _block(con: duckdb.DuckDBPyConnection, rules: tuple[Rule, ...], rows: int, tell: Heard) -> int:
    """Fills `pairs`; returns how many there are, those of several rules counted each time."""
    blocks = Blocks(con, rules, max(LEAST_PAIRS, PAIRS_A_ROW * rows))
    for number in blocks.fill():
        tell("block", (number + 1) / len(rules))
    return int(con.execute("SELECT count(*) FROM pairs").fetchall()[0][0])
