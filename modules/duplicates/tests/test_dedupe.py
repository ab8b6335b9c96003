"""The command `dangol dedupe`, on any file."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from django.utils import translation

from dangol.errors import RuleBroken
from modules.duplicates.commands import dedupe
from modules.duplicates.tests import febrl

pytestmark = pytest.mark.feature("B20")

ROWS = [
    ["번호", "성명", "핸드폰", "메모", "참"],
    ["1", "김민수", "010-1234-5678", "가", "a"],
    ["2", "이영희", "010-2222-3333", "나", "b"],
    ["3", "김 민수", "01012345678", "다", "a"],
    ["4", "박서준", "010-4444-5555", "라", "d"],
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "고객.csv", ROWS, "cp949")


def write(path: Path, rows: list[list[str]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as out:
        csv.writer(out).writerows(rows)
    return path


def run(*words: str | Path) -> Result:
    with translation.override("en"):
        return CliRunner().invoke(dedupe, [str(word) for word in words], catch_exceptions=True)


def sentence(*words: str | Path) -> str:
    result = run(*words)
    assert isinstance(result.exception, RuleBroken), result.output
    return result.exception.message


def test_it_measures_itself_by_a_column_of_the_file(file: Path) -> None:
    told = json.loads(run(file, "--truth", "참", "--json").output)
    assert (told["precision"], told["recall"], told["f1"]) == (1, 1, 1)
    assert (told["rows"], told["pairs"], told["true_pairs"], told["id"]) == (4, 1, 1, "번호")
    assert told["columns"] == {"성명": "person", "핸드폰": "mobile"}
    assert told["seconds"] > 0
    assert told["memory_mb"] > 20


def test_it_measures_itself_by_a_file_of_pairs(file: Path, tmp_path: Path) -> None:
    pairs = write(tmp_path / "pairs.csv", [["a", "b"], ["3", "1"], ["2", "4"]])
    told = json.loads(run(file, "--truth", pairs, "--json").output)
    assert (told["precision"], told["recall"], told["true_pairs"]) == (1, 0.5, 2)


def test_it_tells_the_same_in_lines(file: Path) -> None:
    assert "precision   1" in run(file, "--truth", "참").output


def test_it_writes_the_pairs_with_what_speaks_for_them(file: Path, tmp_path: Path) -> None:
    head, pair = csv.reader(run(file).output.splitlines())
    assert head == ["a", "b", "score", "probability", "evidence"]
    assert (pair[0], pair[1]) == ("1", "3")
    assert "핸드폰 same +" in pair[4]
    out = tmp_path / "found.csv"
    assert json.loads(run(file, "--out", out, "--json").output)["pairs"] == 1
    assert len(out.read_text().splitlines()) == 2


def test_it_reads_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "고객.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
    assert json.loads(run(path, "--truth", "참", "--json").output)["f1"] == 1


def test_columns_and_ids_can_be_corrected(file: Path) -> None:
    told = json.loads(
        run(
            file,
            "--columns",
            "메모=text,핸드폰=phone",
            "--columns",
            "참=-",
            "--id",
            "번호",
            "--json",
        ).output
    )
    assert told["columns"] == {"성명": "person", "메모": "text", "핸드폰": "phone"}


def test_febrl_needs_no_word_about_its_columns(tmp_path: Path) -> None:
    told = json.loads(run(febrl.write("1", tmp_path / "f.csv"), "--json").output)
    assert told["columns"] == {name: kind.value for name, kind in febrl.COLUMNS.items()}
    assert told["id"] == "rec_id"


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--id", "코드"], "no column “코드”"),
        (["--columns", "코드=text"], "no column “코드”"),
        (["--truth", "정답"], "no column “정답”"),
        (["--columns", "성명=사람"], "no kind “사람”"),
        (["--columns", "성명"], "name=kind"),
        (["--id", "성명2"], "Its columns are: 번호, 성명"),
        (["--columns", "성명=-,핸드폰=-,참=-,메모=-"], "None of the columns"),
    ],
)
def test_what_does_not_fit_is_told_in_a_sentence(file: Path, words: list[str], part: str) -> None:
    assert part in sentence(file, *words)


def test_ids_that_are_there_twice_are_refused(tmp_path: Path) -> None:
    twice = write(tmp_path / "x.csv", [ROWS[0], ROWS[1], ROWS[1]])
    assert "does not name rows" in sentence(twice, "--id", "번호")


def test_pairs_of_unknown_rows_are_refused(file: Path, tmp_path: Path) -> None:
    assert "no row has: 77" in sentence(
        file, "--truth", write(tmp_path / "p.csv", [["1", "3"], ["2", "77"]])
    )
    assert "two columns" in sentence(
        file, "--truth", write(tmp_path / "q.csv", [["1", "3", "4"], ["2", "3", "4"]])
    )


@pytest.mark.parametrize("content", [b"", b"\n\n", b"name,mobile\n"])
def test_an_empty_file_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "leer.csv"
    path.write_bytes(content)
    assert sentence(path)


def test_a_file_that_is_no_table_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bild.csv"
    path.write_bytes(b"\x89PNG\x00\x00\x01" * 50)
    assert "UTF-8" in sentence(path)
