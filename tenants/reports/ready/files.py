"""A ready report as a file: numbers as numbers, and who took it away in the first line (U6, V2)."""

from __future__ import annotations

import csv
import io
import tempfile
from typing import IO

import xlsxwriter  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from dangol import clock
from dangol.records.cells import written_value
from dangol.records.lists import export
from dangol.records.lists.export import BYTE_ORDER_MARK, CSV
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.table import Cell, Head, Line, Table, Unit

FORMATS: dict[Unit, str] = {"count": "#,##0", "money": "#,##0", "rate": "0.0%", "words": "@"}
WIDTH = 14


def file_of(asked: Asked, table: Table, kind: str) -> IO[bytes]:
    """The table as CSV or XLSX, in a file that goes away by itself."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the answer closes it)
    if kind == CSV:
        _write_csv(asked, table, file)
    else:
        _write_workbook(asked, table, file)
    file.seek(0)
    return file


def file_name(asked: Asked, kind: str) -> str:
    """What the file is called that is made today."""
    return f"{asked.report.label} {clock.today():%Y-%m-%d}.{kind}"


def watermark(asked: Asked) -> str:
    """Which report, of which days, when and who."""
    span = f" {asked.first} – {asked.last}" if asked.first else ""
    return export.watermark(f"{asked.report.label}{span}", asked.user)


def _heads(table: Table) -> list[str]:
    shares = _("in percent")
    return [
        written_value(str(table.first)),
        *(
            written_value(f"{head.label} ({shares})" if head.unit == "rate" else str(head.label))
            for head in table.heads
        ),
    ]


def _all_lines(table: Table) -> list[Line]:
    return [*table.lines, *([table.total] if table.total else [])]


def _write_csv(asked: Asked, table: Table, file: IO[bytes]) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([watermark(asked)])
    writer.writerow(_heads(table))
    for line in _all_lines(table):
        numbers = [
            _plain(head, cell) for head, cell in zip(table.heads, line.cells, strict=True)
        ]  # fmt: skip
        writer.writerow([written_value(line.label), *numbers])
    file.write(f"{BYTE_ORDER_MARK}{text.getvalue()}".encode())


def _plain(head: Head, cell: Cell) -> str:
    if head.unit == "words":
        return written_value(cell.words)
    if cell.value is None or (head.unit == "rate" and not cell.whole):
        return ""
    return f"{cell.value * 100 / cell.whole:.1f}" if head.unit == "rate" else str(cell.value)


def _write_workbook(asked: Asked, table: Table, file: IO[bytes]) -> None:
    options = {"strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        shapes = {unit: book.add_format({"num_format": shape}) for unit, shape in FORMATS.items()}
        sheet.freeze_panes(2, 1)
        sheet.set_column(0, 0, 2 * WIDTH)
        sheet.set_column(1, len(table.heads), WIDTH)
        sheet.write_string(0, 0, watermark(asked))
        for column, words in enumerate(_heads(table)):
            sheet.write_string(1, column, words, bold)
        for row, line in enumerate(_all_lines(table), start=2):
            look = bold if line is table.total else None
            sheet.write_string(row, 0, written_value(line.label), look)
            for column, (head, cell) in enumerate(
                zip(table.heads, line.cells, strict=True), start=1
            ):
                if head.unit == "words":
                    sheet.write_string(row, column, written_value(cell.words))
                    continue
                if cell.value is None or (head.unit == "rate" and not cell.whole):
                    continue
                number = cell.value / cell.whole if head.unit == "rate" else cell.value
                sheet.write_number(row, column, number, shapes[head.unit])
