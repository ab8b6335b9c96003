"""What an address answers becomes a table, or a sentence says why not (A20)."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from dangol.errors import RuleBroken
from tenants.datasources.tables import MOST_COLUMNS, as_file

pytestmark = pytest.mark.feature("A20")


def table(data: Any, rows_at: str = "", kind: str = "application/json") -> list[list[str]]:
    body = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
    text = as_file(body, kind, rows_at, "a.csv").read().decode()
    return list(csv.reader(io.StringIO(text)))


def test_objects_become_rows_and_objects_inside_become_columns() -> None:
    rows = [
        {"이름": "김하늘", "address": {"city": "서울", "zip": "04524"}, "tags": ["a", "b"]},
        {"이름": "이, 바다", "age": 41, "rate": 1.10, "ok": True, "none": None},
    ]
    assert table(rows) == [
        ["이름", "address.city", "address.zip", "tags", "age", "rate", "ok", "none"],
        ["김하늘", "서울", "04524", "a, b", "", "", "", ""],
        ["이, 바다", "", "", "", "41", "1.1", "true", ""],
    ]


def test_numbers_stay_as_they_are_written() -> None:
    body = b'[{"code": 00012}]'
    with pytest.raises(RuleBroken, match="JSON"):
        table(body)
    assert table(b'[{"n": 12345678901234567890, "f": 1.10}]')[1] == ["12345678901234567890", "1.10"]


@pytest.mark.parametrize(
    ("data", "rows_at"),
    [
        ([{"n": "1"}], ""),
        ({"items": [{"n": "1"}], "total": 1}, ""),
        ({"data": {"items": [{"n": "1"}]}, "other": [{"x": "2"}]}, "data.items"),
        (b'\xef\xbb\xbf[{"n": "1"}]', ""),
    ],
)
def test_rows_are_found_below_names(data: Any, rows_at: str) -> None:
    assert table(data, rows_at) == [["n"], ["1"]]


def test_an_object_on_each_line_is_a_row() -> None:
    assert table(b'{"n": "1"}\n\n{"n": "2"}\n') == [["n"], ["1"], ["2"]]


@pytest.mark.parametrize(
    ("data", "rows_at", "words"),
    [
        ({"members": [{"n": 1}], "orders": [{"n": 1}]}, "", "members, orders"),
        ({"members": [{"n": 1}]}, "data.items", "data.items"),
        ({"n": 1}, "", "n이"),
        ([1, 2], "", "목록이 없어요"),
        ([], "", "목록이 없어요"),
        (b'[{"n": 1},\n{"n": ]', "", "2번째 줄"),
        (b'{"n": 1}\n{"n": 2\n', "", "2번째 줄"),
        ('[{"이름": "김"}]'.encode("cp949"), "", "UTF-8"),
        (b"[" * 100_000, "", "1번째 줄"),
        ([{f"c{n}": 1 for n in range(MOST_COLUMNS + 1)}], "", f"{MOST_COLUMNS}개까지"),
    ],
)
def test_what_cannot_be_read_says_where(data: Any, rows_at: str, words: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        table(data, rows_at)
    assert words in str(broken.value)


def test_a_table_that_is_none_of_json_stays_as_it_is() -> None:
    body = "이름,핸드폰\n김하늘,010-2000-0001\n".encode("cp949")
    assert as_file(body, "text/csv", "", "a.csv").read() == body
