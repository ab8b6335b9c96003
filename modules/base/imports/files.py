"""The uploaded file: what it is written in, and a copy of it that may be kept (U5, decision 18).

Resident registration numbers are masked on the way into the storage, so the original never lies
anywhere but in the upload itself, which ends with the request.
"""

from __future__ import annotations

import codecs
import csv
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from dangol.records.text import clean_line, mask_resident_numbers, strip_invisible

BLOCK = 1 << 20
LONGEST_LINE = 1 << 20
DELIMITERS = ",\t;"
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of Excel begin, new and old."""
SNIFFED = 64 * 1024


@dataclass(frozen=True)
class Received:
    """A file taken in: where it lies, how it was written, and what is in it."""

    stored_name: str
    encoding: str
    delimiter: str
    header: list[str]
    rows: int
    masked: int


def receive(upload: UploadedFile[bytes], name: str) -> Received:
    """Checks the upload and stores it under `name` as UTF-8 with resident numbers masked.

    RuleBroken, and nothing stored, when it is no CSV file that can be read to its end.
    """
    encoding = detect_encoding(upload)
    with tempfile.TemporaryFile() as copy:
        masked = 0
        for text in _texts(upload, encoding):
            safe, found = mask_resident_numbers(strip_invisible(text))
            masked += found
            copy.write(safe.encode())
        copy.seek(0)
        header, delimiter, rows = _survey(copy)
        copy.seek(0)
        stored_name = default_storage.save(name, File(copy))
    return Received(stored_name, encoding, delimiter, header, rows, masked)


def detect_encoding(upload: UploadedFile[bytes]) -> str:
    """utf-8-sig, utf-8 or cp949, after reading the file to its end; RuleBroken for another."""
    start = next(_blocks(upload), b"")
    if not start.strip():
        raise RuleBroken("import_empty", _("The file is empty."), field="file")
    if start.startswith(WORKBOOKS):
        raise RuleBroken(
            "import_workbook",
            _("This is a workbook, not a CSV file. In Excel, save it as “CSV UTF-8” first."),
            field="file",
        )
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


def _survey(copy: IO[bytes]) -> tuple[list[str], str, int]:
    """Header, delimiter and number of rows; reads every row, so that a broken file shows now."""
    lines = io.TextIOWrapper(copy, encoding="utf-8", newline="")
    delimiter = _guess_delimiter(lines.readline())
    lines.seek(0)
    rows = _filled(csv.reader(lines, delimiter=delimiter))
    try:
        header = [clean_line(cell) for cell in next(rows, [])]
        count = sum(1 for _row in rows)
    except csv.Error as error:
        raise RuleBroken(
            "import_not_table",
            _("The file holds no table: a quotation mark is opened and never closed."),
            field="file",
        ) from error
    finally:
        lines.detach()
    while header and not header[-1]:
        header.pop()
    if not count:
        raise RuleBroken(
            "import_no_rows", _("The file has a header, but no row below it."), field="file"
        )
    return header, delimiter, count


def _guess_delimiter(line: str) -> str:
    """The mark that stands most often in the first line."""
    return max(DELIMITERS, key=line.count)


def _filled(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows in which anything stands."""
    return (row for row in rows if any(map(str.strip, row)))
