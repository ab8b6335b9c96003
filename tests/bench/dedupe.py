"""How well and how quickly duplicates are found, beside splink on the same rows (B20).

Febrl's made-up Australians, Korean customers with known doubles (20,000 of three seeds that no
test uses), and 1,000,000 Korean customers for seconds and memory: a process of its own scans them
with two threads. splink gets the same cleaned columns and the same blocks, with its own measures.
And the check at entry: milliseconds for 50 candidates.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

SECONDS = 180
MEMORY = 4096
ENTRY_MS = 5
SEEDS = (101, 202, 303)
ROUNDS = 20


def main(rows: int = 1_000_000) -> None:
    for number in "1234":
        print(json.dumps(_febrl(number)))
    print(json.dumps(_korean(20_000), ensure_ascii=False))
    print(json.dumps(_entry(), ensure_ascii=False))
    print(json.dumps(_large(rows), ensure_ascii=False))


def _febrl(number: str) -> dict[str, Any]:
    from modules.duplicates.tests import febrl

    with tempfile.TemporaryDirectory() as name:
        file = febrl.write(number, Path(name) / "febrl.csv")
        ours = _scanned(file, febrl.COLUMNS, "rec_id", febrl.TRUTH, [])
        peer = _splink(file, febrl.COLUMNS, "rec_id", febrl.TRUTH, [])
    return {"name": f"duplicates of febrl{number}, F1", "limit": 0.995, **_both(ours, peer)}


def _korean(rows: int) -> dict[str, Any]:
    from modules.duplicates.tests import korean
    from modules.duplicates.tests.test_engine_scan import COLUMNS, GROUPS

    ours, peers = [], []
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as name:
            file = Path(name) / "rows.csv"
            korean.write(file, rows, seed)
            ours.append(_scanned(file, COLUMNS, "고객번호", GROUPS, [str(file)]))
            peers.append(_splink(file, COLUMNS, "고객번호", GROUPS, [str(file)]))
    best, peer = (min(each, key=lambda told: told["f1"]) for each in (ours, peers))
    name = f"duplicates of {rows:,} Korean customers, lowest F1 of {len(SEEDS)}"
    return {"name": name, "limit": 0.97, **_both(best, peer)}


def _both(ours: dict[str, Any], peer: dict[str, Any]) -> dict[str, Any]:
    return {
        "ours": ours["f1"],
        "precision": ours["precision"],
        "recall": ours["recall"],
        "seconds": ours["seconds"],
        "peer": peer["f1"],
        "peer_name": "splink on the same cleaned columns",
        "peer_seconds": peer["seconds"],
        "load": round(os.getloadavg()[0], 1),
    }


def _scanned(
    file: Path, columns: Any, key: str, truth: str, parameters: list[str]
) -> dict[str, Any]:
    from modules.duplicates.engine.scan import scan
    from modules.duplicates.engine.truth import measured

    started, worked = time.perf_counter(), time.process_time()
    with (
        tempfile.TemporaryDirectory() as name,
        scan(file, columns, spill=Path(name), id=key) as found,
    ):
        seconds = time.perf_counter() - started
        told = {"pairs": found.found, "cpu_seconds": round(time.process_time() - worked, 1)}
        return told | _told(measured(found, truth, parameters), seconds)


def _told(figures: Any, seconds: float) -> dict[str, Any]:
    return {
        "f1": round(figures.f1, 4),
        "precision": round(figures.precision, 4),
        "recall": round(figures.recall, 4),
        "seconds": round(seconds, 1),
    }


def _splink(
    file: Path, columns: Any, key: str, truth: str, parameters: list[str]
) -> dict[str, Any]:
    """splink with its own measures and frequencies, and a block for each rule of ours."""
    import duckdb
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    from splink.internals.exceptions import EMTrainingException

    from modules.duplicates.engine import cells
    from modules.duplicates.engine.blocks import rules_of
    from modules.duplicates.engine.kinds import Kind, fields_of, subject_of
    from modules.duplicates.engine.truth import compared

    fields = fields_of(columns)
    names = {Kind.PERSON, Kind.GIVEN, Kind.SURNAME, Kind.COMPANY, Kind.ADDRESS, Kind.TOWN}
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as name, duckdb.connect() as con:
        con.execute("SET threads = 2")
        count = cells.take(con, file, fields, key, Path(name))
        cells.clean(con, fields, Path(name), count, lambda share: None)
        comparisons = [
            cl.JaroWinklerAtThresholds(f"{each.slot}_whole", [0.9, 0.7]).configure(
                term_frequency_adjustments=True
            )
            if each.kind in names
            else cl.LevenshteinAtThresholds(f"{each.slot}_whole", [1, 2])
            for each in fields
        ]
        rules = [block_on(*rule.parts) for rule in rules_of(fields, subject_of(columns))]
        linker = Linker(
            DuckDBAPI(connection=con).register(con.sql("SELECT n AS unique_id, * FROM cells")),
            SettingsCreator(
                link_type="dedupe_only",
                comparisons=comparisons,
                blocking_rules_to_generate_predictions=rules,
            ),
        )
        training = linker.training
        training.estimate_probability_two_random_records_match(rules[:1], recall=0.8)
        training.estimate_u_using_random_sampling(max_pairs=1e6)
        for rule in rules[:3]:
            with suppress(EMTrainingException):  # a rule without pairs teaches nothing
                training.estimate_parameters_using_expectation_maximisation(rule)
        found = linker.inference.predict(threshold_match_probability=0.5)
        seconds = time.perf_counter() - started
        pairs = (
            f"SELECT x.id AS a, y.id AS b FROM {found.physical_name}"
            " JOIN source x ON x.n = unique_id_l JOIN source y ON y.n = unique_id_r"
        )
        return _told(compared(con, pairs, truth, parameters), seconds)


def _entry() -> dict[str, Any]:
    from modules.duplicates.engine.kinds import Subject
    from modules.duplicates.engine.score import clean, score
    from modules.duplicates.engine.weights import CUSTOMER_COLUMNS, DEFAULT
    from modules.duplicates.tests import korean

    fields = ("name", "company_name", "mobile", "work_phone", "email", "birth_date",
              "home_postcode", "home_line1")  # fmt: skip
    rows = [
        dict(zip(fields, [*row[1:3], *row[4:10]], strict=True)) for row in korean.rows(1_051, 5)
    ]

    def check() -> None:
        typed = clean(rows[0], CUSTOMER_COLUMNS)
        for candidate in rows[1_001:]:
            score(typed, candidate, CUSTOMER_COLUMNS, DEFAULT[Subject.PERSON])

    times = [_milliseconds(check) for _round in range(ROUNDS)]
    return {
        "name": "check at entry against 50 candidates, ms",
        "ours": round(statistics.median(times), 2),
        "limit": ENTRY_MS,
        "load": round(os.getloadavg()[0], 1),
    }


def _milliseconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1_000


def _large(rows: int) -> dict[str, Any]:
    from modules.duplicates.tests import korean

    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "rows.csv"
        korean.write(file, rows, seed=7)
        command = [sys.executable, "-m", "tests.bench.dedupe", "--scan", str(file)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    return {
        "name": f"scan of {rows:,} Korean customers for duplicates, seconds",
        "ours": told.pop("seconds"),
        "limit": SECONDS,
        "memory_limit_mb": MEMORY,
        **told,
    }


def scan_large(file: Path) -> None:
    """The other process: its peak of memory is the scan's alone."""
    from modules.duplicates.tests.test_engine_scan import COLUMNS, GROUPS

    told = _scanned(file, COLUMNS, "고객번호", GROUPS, [str(file)])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(told | {"memory_mb": memory, "load": round(os.getloadavg()[0], 1)}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--scan"]:
        scan_large(Path(sys.argv[2]))
    else:
        main(*(int(word) for word in sys.argv[1:]))
