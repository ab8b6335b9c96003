"""The uploaded file: its tables, what it is written in, and a copy that may be kept (U5).

Resident registration numbers are masked on the way into the storage, so the original never lies
anywhere but in the upload itself, which ends with the request.
"""

from __future__ import annotations

import codecs
import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.imports.workbook import Sheet, is_workbook, sheets
from dangol.records.lists.export import WATERMARK
from dangol.records.text import clean_line, mask_resident_numbers, strip_invisible

BLOCK = 1 << 20
LONGEST_LINE = 1 << 20
MARKS = {",": _("comma"), ";": _("semicolon"), "\t": _("tab")}
DELIMITERS = "".join(MARKS)
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp949": _("CP949 (Korean Windows)"),
    "shift_jis": _("Shift JIS (Japanese)"),
    "gb18030": _("GB18030 (Chinese)"),
    "cp1252": _("CP1252 (Western Windows)"),
}
"""What a user may say a file is written in, when it was recognised wrongly."""
WORKBOOK_ENCODING = "utf-8-sig"
"""Of what a workbook gives back: spreadsheets read it."""
MOST_SHEETS = 30
PREVIEWED = 5
SNIFFED = 64 * 1024


@dataclass(frozen=True)
class Table:
    """A table that was taken in: where it lies and what is in it. A CSV file is one, a sheet too.

    A sheet that cannot be imported has a `problem` and lies nowhere.
    """

    stored_name: str
    delimiter: str
    header: list[str]
    rows: int
    masked: int
    name: str = ""
    problem: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Received:
    """A file taken in: how it was written, its tables, and the one that is meant at first."""

    encoding: str
    tables: list[Table]

    @property
    def first(self) -> Table:
        return next(table for table in self.tables if not table.problem)


def receive(upload: UploadedFile[bytes], name: str) -> Received:
    """Checks the upload and stores it below `name` as UTF-8 with resident numbers masked.

    RuleBroken, and nothing stored, when it is no table that can be read to its end.
    """
    if is_workbook(next(_blocks(upload), b"")):
        return Received(WORKBOOK_ENCODING, _receive_sheets(upload, name))
    encoding = detect_encoding(upload)
    return Received(encoding, [_keep(_texts(upload, encoding), f"{name}.csv")])


def _receive_sheets(upload: UploadedFile[bytes], name: str) -> list[Table]:
    """Every sheet of a workbook; RuleBroken when none of them can be imported."""
    tables: list[Table] = []
    try:
        for number, (sheet, texts) in enumerate(islice(sheets(upload), MOST_SHEETS)):
            tables.append(_receive_sheet(sheet, texts, f"{name}-{number}.csv"))
        problem = next((table.problem for table in tables), str(_("The file is empty.")))
        if all(table.problem for table in tables):
            raise RuleBroken("import_sheets", problem, field="file")
    except BaseException:
        forget(tables)
        raise
    return tables


def forget(tables: Sequence[Table]) -> None:
    """Removes the tables from the storage."""
    for table in tables:
        if table.stored_name:
            default_storage.delete(table.stored_name)


def _receive_sheet(sheet: Sheet, texts: Iterator[str], name: str) -> Table:
    problem = sheet.problem
    if not problem:
        try:
            table = _keep(texts, name, ",")
            return replace(table, name=sheet.name, notes=tuple(sheet.notes))
        except RuleBroken as broken:
            problem = str(broken)
    for _text in texts:  # the next sheet stands behind it
        continue
    return Table("", ",", [], 0, 0, name=sheet.name, problem=problem)


def _keep(texts: Iterator[str], name: str, delimiter: str = "") -> Table:
    """Stores the text with resident numbers masked, once it turned out to be a table."""
    with tempfile.TemporaryFile() as copy:
        masked = 0
        for text in texts:
            safe, found = mask_resident_numbers(strip_invisible(text))
            masked += found
            copy.write(safe.encode("utf-8", "replace"))
        copy.seek(0)
        header, delimiter, rows = _survey(copy, delimiter)
        copy.seek(0)
        stored_name = default_storage.save(name, File(copy))
    return Table(stored_name, delimiter, header, rows, masked)


def read_again(stored_name: str, was: str, encoding: str, delimiter: str, name: str) -> Table:
    """The stored file read in another encoding, or with another mark between its columns.

    RuleBroken, and nothing stored, when it cannot be read so.
    """
    _refuse_reading(encoding, delimiter)
    with default_storage.open(stored_name) as file:
        return _keep(_recoded(_lines(file), was, encoding), name, delimiter)


def preview_again(stored_name: str, was: str, encoding: str, delimiter: str) -> list[list[str]]:
    """The header and the first rows as they would be read; RuleBroken when they cannot be."""
    _refuse_reading(encoding, delimiter)
    with default_storage.open(stored_name) as file:
        start = next(_lines(file), "")
    text = "".join(_recoded(iter([start]), was, encoding))
    rows = _filled(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    try:
        return list(islice(rows, PREVIEWED + 1))
    except csv.Error:
        raise RuleBroken("import_not_table", _OPEN_QUOTE) from None


def _refuse_reading(encoding: str, delimiter: str) -> None:
    if encoding not in ENCODINGS or delimiter not in DELIMITERS or len(delimiter) != 1:
        raise RuleBroken("import_reading", _("Choose an encoding and a mark from the lists."))


def _recoded(texts: Iterator[str], was: str, encoding: str) -> Iterator[str]:
    """The text as its original bytes read in another encoding."""
    for text in texts:
        if was.removesuffix("-sig") == encoding:
            yield text
            continue
        try:
            yield text.encode(was.removesuffix("-sig")).decode(encoding)
        except UnicodeError:
            sentence = _("The file cannot be read as %(encoding)s; choose another encoding.")
            raise RuleBroken("import_encoding", sentence % {"encoding": encoding.upper()}) from None


def _lines(file: IO[bytes]) -> Iterator[str]:
    """The text of a stored file in blocks that end with a line."""
    while lines := file.readlines(BLOCK):
        yield b"".join(lines).decode()


def detect_encoding(upload: UploadedFile[bytes]) -> str:
    """utf-8-sig, utf-8 or cp949, after reading the file to its end; RuleBroken for another."""
    start = next(_blocks(upload), b"")
    if not start.strip():
        raise RuleBroken("import_empty", _("The file is empty."), field="file")
    if b"\x00" in start[:SNIFFED]:
        raise RuleBroken("import_encoding", _ENCODING_PROBLEM, field="file")
    is_marked = start.startswith(codecs.BOM_UTF8)
    candidates = ["utf-8-sig"] if is_marked else ["utf-8", "cp949"]
    for encoding in candidates:
        if _decodes(upload, encoding):
            return encoding
    raise RuleBroken("import_encoding", _ENCODING_PROBLEM, field="file")


_ENCODING_PROBLEM = _(
    "The file is written neither in UTF-8 nor in CP949 (Korean Windows). Save it as “CSV UTF-8” and"
    " upload it again."
)
_OPEN_QUOTE = _("The file holds no table: a quotation mark is opened and never closed.")


_END = "\x1a"
"""A last row of our own, which is swallowed by a quotation mark that was left open."""


def open_rows(stored_name: str, delimiter: str) -> tuple[IO[bytes], Iterator[list[str]]]:
    """The stored file and its rows below the header. Empty lines are no rows."""
    file: IO[bytes] = default_storage.open(stored_name)
    lines = io.TextIOWrapper(file, encoding="utf-8", newline="")
    rows = _filled(csv.reader(lines, delimiter=delimiter))
    next(rows, None)
    return file, rows


def first_rows(stored_name: str, delimiter: str, count: int) -> list[list[str]]:
    """The first rows, for the preview."""
    file, rows = open_rows(stored_name, delimiter)
    with file:
        return list(islice(rows, count))


def rows_from(
    stored_name: str, delimiter: str, after: int, count: int
) -> list[tuple[int, list[str]]]:
    """Up to `count` rows behind row `after`, with their numbers, from 1."""
    file, rows = open_rows(stored_name, delimiter)
    with file:
        return list(islice(enumerate(rows, start=1), after, after + count))


def _blocks(upload: UploadedFile[bytes]) -> Iterator[bytes]:
    return iter(upload.chunks(BLOCK))


def _decodes(upload: UploadedFile[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in _blocks(upload):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _texts(upload: UploadedFile[bytes], encoding: str) -> Iterator[str]:
    """The text in pieces that end with a line, so that no number is cut in two."""
    decoder = codecs.getincrementaldecoder(encoding)()
    rest = ""
    for block in _blocks(upload):
        text = rest + decoder.decode(block)
        whole, end, rest = text.rpartition("\n")
        if len(rest) > LONGEST_LINE:
            raise RuleBroken(
                "import_not_table", _("The file holds no table: one of its lines never ends."),
                field="file",
            )  # fmt: skip
        yield whole + end
    yield rest + decoder.decode(b"", final=True)


def _survey(copy: IO[bytes], delimiter: str = "") -> tuple[list[str], str, int]:
    """Header, delimiter and number of rows; reads every row, so that a broken file shows now."""
    lines = io.TextIOWrapper(copy, encoding="utf-8", newline="")
    delimiter = delimiter or _guess_delimiter(lines.readline())
    lines.seek(0)
    rows = _filled(csv.reader(chain(lines, [_END]), delimiter=delimiter))
    count, last = 0, [_END]
    try:
        header = [clean_line(cell) for cell in next(rows, [])]
        for row in rows:
            count, last = count + 1, row
    except csv.Error as error:
        raise RuleBroken("import_not_table", _OPEN_QUOTE, field="file") from error
    finally:
        lines.detach()
    if last != [_END] or (not count and any(header)):
        raise RuleBroken("import_not_table", _open_quote(count), field="file")
    while header and not header[-1]:
        header.pop()
    if count < 2:
        raise RuleBroken(
            "import_no_rows", _("The file has a header, but no row below it."), field="file"
        )
    return header, delimiter, count - 1


def _open_quote(row: int) -> str:
    if row < 1:
        return str(_OPEN_QUOTE)
    sentence = _(
        "Row %(row)s opens a quotation mark that is never closed, so the rest is not read."
    )
    return str(sentence % {"row": figures.number(row)})


def _guess_delimiter(line: str) -> str:
    """The mark that stands most often in the first line."""
    return max(DELIMITERS, key=line.count)


def _filled(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows in which anything stands; the line that marks an export is none."""
    return (row for row in rows if any(map(str.strip, row)) and not row[0].startswith(WATERMARK))
