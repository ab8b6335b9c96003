"""A scan finds what is double, in any file, and explodes in none."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from modules.duplicates.engine.groups import grouped
from modules.duplicates.engine.kinds import Kind
from modules.duplicates.engine.levels import COMPARISONS
from modules.duplicates.engine.relations import RELATIONS
from modules.duplicates.engine.scan import scan
from modules.duplicates.engine.truth import measured
from modules.duplicates.tests import febrl, korean
from modules.duplicates.tests.test_engine_score import COLUMNS

pytestmark = pytest.mark.feature("B20")

GROUPS = (
    "WITH rows AS (SELECT 고객번호 AS id, 참값 AS g FROM read_csv(?, all_varchar = true))"
    " SELECT x.id AS a, y.id AS b FROM rows x JOIN rows y USING (g) WHERE x.id < y.id"
)


def write(file: Path, rows: list[list[str]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([["id", "name", "mobile"], *rows])
    return file


@pytest.mark.parametrize("number", ["1", "3"])
def test_febrl_is_found_nearly_whole(number: str, tmp_path: Path) -> None:
    file = febrl.write(number, tmp_path / "febrl.csv")
    with scan(file, febrl.COLUMNS, spill=tmp_path, id="rec_id") as found:
        figures = measured(found, febrl.TRUTH, [])
    assert figures.f1 >= 0.995, figures


def test_korean_customers_are_found(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    korean.write(file, 8_000, seed=11)
    heard = []
    with scan(
        file,
        COLUMNS,
        spill=tmp_path,
        id="고객번호",
        heard=lambda stage, _share: heard.append(stage),
    ) as found:
        figures = measured(found, GROUPS, [str(file)])
        groups = list(found.groups)
    assert figures.f1 >= 0.96, figures
    assert figures.precision >= 0.97, figures
    assert list(dict.fromkeys(heard)) == ["read", "clean", "block", "learn", "judge"]
    members = [row for group in groups for row in group]
    assert len(members) == len(set(members))


COLUMNS_OF_THREE = {"name": Kind.PERSON, "mobile": Kind.MOBILE}


def test_fifty_rows_are_enough(tmp_path: Path) -> None:
    rows = [[str(n), f"김가{chr(0xAC00 + 28 * n)}", f"010-20{n:02}-3{n:03}"] for n in range(50)]
    rows += [["a", "김 가나 님", "01020023002"], ["b", rows[7][1], rows[7][2]]]
    with scan(write(tmp_path / "x.csv", rows), COLUMNS_OF_THREE, spill=tmp_path) as found:
        pairs = {frozenset((pair.a, pair.b)) for pair in found.pairs}
    assert frozenset(("7", "b")) in pairs
    assert len(pairs) <= 3


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["1", "김민수", "010-1234-5678"]],
        [[str(n), "", ""] for n in range(30)],
        [[str(n), "김민수", ""] for n in range(30)],
        [[str(n), f"이름{n:05}", f"0102{n:07}"] for n in range(2_000)],
    ],
    ids=["no rows", "one row", "empty", "one name", "no doubles"],
)
def test_files_with_nothing_to_find_find_nothing(rows: list[list[str]], tmp_path: Path) -> None:
    with scan(write(tmp_path / "x.csv", rows), COLUMNS_OF_THREE, spill=tmp_path) as found:
        assert list(found.pairs) == []
        assert list(found.groups) == []


def test_a_name_that_everybody_has_makes_no_explosion(tmp_path: Path) -> None:
    rows = [[str(n), "김민수", f"0102{n * 7919 % 10**7:07}"] for n in range(30_000)]
    rows.append(["x", "김민수", rows[5][2]])
    with scan(write(tmp_path / "x.csv", rows), COLUMNS_OF_THREE, spill=tmp_path) as found:
        pairs = [frozenset((pair.a, pair.b)) for pair in found.pairs]
    assert found.candidates < 4_000_000, "30,000 rows have 450 million pairs"
    assert pairs == [frozenset(("5", "x"))]


def test_rows_may_come_as_a_relation_or_as_parquet(tmp_path: Path) -> None:
    rows = [[str(n), f"이름{n:05}", f"0102{n:07}"] for n in range(300)]
    rows.append(["x", "이름00007", "01020000007"])
    file = write(tmp_path / "x.csv", rows)
    parquet, folders = tmp_path / "x.parquet", [tmp_path / "1", tmp_path / "2"]
    for folder in folders:
        folder.mkdir()
    with duckdb.connect() as con:
        relation = con.read_csv(str(file), all_varchar=True)
        relation.write_parquet(str(parquet))
        with scan(relation, COLUMNS_OF_THREE, spill=folders[0]) as one:
            from_relation = [(pair.a, pair.b) for pair in one.pairs]
    with scan(parquet, COLUMNS_OF_THREE, spill=folders[1]) as other:
        from_parquet = [(pair.a, pair.b) for pair in other.pairs]
    assert from_relation == from_parquet == [("7", "x")]


def test_a_weak_link_joins_no_groups() -> None:
    strong = [(1, 2, 20.0), (2, 3, 20.0), (11, 12, 20.0)]
    assert sorted(map(sorted, grouped([*strong, (3, 11, 2.0)]))) == [[1, 2, 3], [11, 12]]
    dense = [*strong, (3, 11, 2.0), (2, 11, 2.0), (1, 12, 2.0)]
    assert sorted(map(sorted, grouped(dense))) == [[1, 2, 3, 11, 12]]
    assert sorted(map(sorted, grouped([(1, 2, 1.0)]))) == [[1, 2]]


def test_relations_name_every_level_of_what_they_share_in_part() -> None:
    for relation in RELATIONS:
        for kind, shares in relation.partly.items():
            assert len(shares) == len(COMPARISONS[kind].levels), (relation.code, kind)
            assert sum(shares) == pytest.approx(1, abs=0.001), (relation.code, kind)
