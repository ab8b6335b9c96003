"""Files of people or companies, as `dangol dedupe` takes them: CSV (UTF-8, CP949) or XLSX (B20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from typing import IO

import duckdb
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.imports import workbook
from dangol.imports.files import detect_encoding
from modules.duplicates.engine.heads import id_of, recognised
from modules.duplicates.engine.kinds import Kind

SAMPLED = 500
READ = (
    "read_csv(?, all_varchar = true, header = true, strict_mode = false, max_line_size = 8000000)"
)


@dataclass(frozen=True)
class Table:
    """A file that was taken in.

    path     the same in UTF-8
    columns  {heading: kind} of those that are compared
    id       heading of the column that names a row; "" for its number
    """

    path: Path
    heads: tuple[str, ...]
    columns: Mapping[str, Kind]
    id: str
    rows: int


def taken(path: Path, folder: Path, columns: Mapping[str, str], id: str | None) -> Table:
    """Reads a file into `folder`. RuleBroken with a sentence when it cannot be used.

    columns  {heading: kind} that the user corrects; "-" for a column not to be looked at
    id       the user's word for the column that names a row; None: recognise it
    """
    file = _in_utf8(path, folder / f"{path.stem}.csv")
    with duckdb.connect() as con:
        heads, rows, cells = _sampled(con, file, path.name)
        _refuse_unknown([*columns, *([id] if id else [])], heads, path.name)
        if id is None:
            id = id_of(heads, {head: _is_unique(con, file, head) for head in heads})
        elif id and not _is_unique(con, file, id):
            sentence = _(
                "The column “%(column)s” of %(file)s does not name rows: some values are empty"
                " or there twice."
            )
            raise RuleBroken("dedupe_ids", sentence % {"column": id, "file": path.name})
    found = recognised([head for head in heads if head != id], cells)
    for head, kind in columns.items():
        found.pop(head, None)
        if kind != "-":
            found[head] = kind_of(kind)
    if not found:
        sentence = _(
            "None of the columns is one to compare: %(columns)s. Say what they hold with"
            " --columns name=kind."
        )
        raise RuleBroken("dedupe_columns", sentence % {"columns": ", ".join(heads)})
    return Table(file, tuple(heads), found, id, rows)


def kind_of(word: str) -> Kind:
    """The kind of a word; RuleBroken with all of them when there is none."""
    try:
        return Kind(word.strip().lower())
    except ValueError:
        kinds = ", ".join(kind.value for kind in Kind)
        sentence = _(
            "There is no kind “%(kind)s”. The kinds are: %(kinds)s; - leaves a column out."
        )
        raise RuleBroken("dedupe_kind", sentence % {"kind": word, "kinds": kinds}) from None


def _sampled(
    con: duckdb.DuckDBPyConnection, file: Path, name: str
) -> tuple[list[str], int, dict[str, list[str]]]:
    """(headings, number of rows, some cells of each column)."""
    try:
        found = con.execute(f"FROM {READ} LIMIT {SAMPLED}", [str(file)])
        heads = [column[0] for column in found.description or ()]
        some = found.fetchall()
        rows = int(con.execute(f"SELECT count(*) FROM {READ}", [str(file)]).fetchall()[0][0])
    except duckdb.Error:
        sentence = _("%(file)s holds no table: its rows do not have the same columns.")
        raise RuleBroken("dedupe_table", sentence % {"file": name}) from None
    if not rows:
        raise RuleBroken("dedupe_empty", _("%(file)s holds no rows.") % {"file": name})
    return heads, rows, {
        head: [row[place] or "" for row in some] for place, head in enumerate(heads)
    }  # fmt: skip


def _is_unique(con: duckdb.DuckDBPyConnection, file: Path, head: str) -> bool:
    column = '"' + head.replace('"', '""') + '"'
    query = f"SELECT count(*) = count(DISTINCT {column}) FROM {READ}"
    return bool(con.execute(query, [str(file)]).fetchall()[0][0])


def _refuse_unknown(wanted: list[str], heads: list[str], name: str) -> None:
    for head in wanted:
        if head not in heads:
            sentence = _("%(file)s has no column “%(column)s”. Its columns are: %(columns)s.")
            told = {"file": name, "column": head, "columns": ", ".join(heads)}
            raise RuleBroken("dedupe_column", sentence % told)


def _in_utf8(path: Path, target: Path) -> Path:
    """Copies the file as UTF-8; of a workbook the first sheet that can be read."""
    with path.open("rb") as source:
        if workbook.is_workbook(source.read(8)):
            source.seek(0)
            return _sheet(source, target)
        source.seek(0)
        encoding = detect_encoding(UploadedFile(source))
        source.seek(0)
        if encoding == "utf-8":
            with target.open("wb") as copy:
                copyfileobj(source, copy)
            return target
    with (
        path.open(encoding=encoding, newline="") as text,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        copyfileobj(text, copy)
    return target


def _sheet(source: IO[bytes], target: Path) -> Path:
    problem = ""
    for sheet, texts in workbook.sheets(source):
        problem = problem or sheet.problem
        if sheet.problem:
            for _text in texts:  # the next sheet stands behind it
                continue
            continue
        with target.open("w", encoding="utf-8", newline="") as copy:
            copy.writelines(texts)
        return target
    raise RuleBroken("dedupe_empty", problem or _("The file is empty."))


PAIRS = "read_csv(?, columns = {'a': 'VARCHAR', 'b': 'VARCHAR'}, header = false)"


def pairs(path: Path, folder: Path) -> Path:
    """A file of two ids a row, in UTF-8. RuleBroken when its rows have other columns."""
    file = _in_utf8(path, folder / f"pairs-{path.stem}.csv")
    try:
        with duckdb.connect() as con:
            con.execute(f"SELECT count(*) FROM {PAIRS}", [str(file)])
    except duckdb.Error:
        sentence = _("%(file)s must have two columns: the ids of two rows that are one.")
        raise RuleBroken("dedupe_pairs", sentence % {"file": path.name}) from None
    return file


def refuse_strangers(con: duckdb.DuckDBPyConnection, file: Path, name: str) -> None:
    """RuleBroken when pairs name ids that no row has; the first row may be a heading."""
    unknown = con.execute(
        f"SELECT n, id FROM (SELECT n, unnest([a, b]) AS id FROM (SELECT row_number() OVER () AS n,"
        f" a, b FROM {PAIRS})) ANTI JOIN source USING (id) ORDER BY n LIMIT 6",
        [str(file)],
    ).fetchall()
    is_headed = [n for n, _id in unknown].count(1) == 2
    strangers = [id for n, id in unknown if not (is_headed and n == 1)]
    if strangers:
        sentence = _("%(file)s names ids that no row has: %(ids)s.")
        raise RuleBroken("dedupe_strangers", sentence % {
            "file": name, "ids": ", ".join(str(id) for id in strangers[:3]),
        })  # fmt: skip
