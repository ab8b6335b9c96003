"""Lists as files: the first line says who took what; no cell is a formula (U6, A14, V2)."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]
from django.db.models import DateTimeField, Field, ForeignKey, JSONField, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dangol import clock
from dangol.i18n import days, figures
from dangol.records.cells import written_value
from dangol.records.custom import kinds
from dangol.records.custom.definitions import shape_of
from dangol.records.custom.fields import sections, selected
from dangol.records.declaration import Record
from dangol.records.filters.base import Parameters
from dangol.records.identity import LABEL, RECORD_ID
from dangol.records.lists.listing import read_order
from dangol.records.lists.selection import Selection
from dangol.records.lists.subtotals import Subtotals, of_record
from dangol.records.parts import Column

BYTE_ORDER_MARK = "\ufeff"
"""Tells spreadsheets that the file is UTF-8."""
BATCH = 2_000
WATERMARK = "출력보안:"
"""How the first line begins in every language, so that an import knows it again."""
LONGEST_WORKBOOK = 1_000_000
"""Rows; a sheet ends a little beyond."""
CSV, XLSX = "csv", "xlsx"
Line = list[str]


def unheard(rows: int) -> None:
    """The default of `Table.heard`: nobody waits for the rows."""


def watermark(what: str, user: Any) -> str:
    """The first line of every file that is taken away: what it is, when and who."""
    return f"{WATERMARK} {what} · {days.moment(clock.now())} · {user}"


class Echo:
    """A file that hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


@dataclass(frozen=True)
class Table:
    """What is taken away: which rows of which list, which columns, and by whom.

    heard      is called with the number of rows after each batch that was read; what it raises
               ends it
    subtotals  what the rows come to, where that is wanted
    """

    record: Record
    rows: QuerySet[Any]
    columns: Sequence[Column]
    user: Any
    heard: Callable[[int], None] = unheard
    subtotals: Subtotals | None = None

    @property
    def watermark(self) -> str:
        """Which screen, when and who."""
        return watermark(str(self.record.plural), self.user)

    @property
    def heads(self) -> Line:
        return [str(each.label or self.record.label_of(each.name)) for each in self.columns]

    def lines(self) -> Iterator[Line]:
        """The cells of every row, as text that no spreadsheet takes for a formula."""
        fields = [self.record.model_field(each.name) for each in self.columns]
        write = [self._writer(field) for field in fields]
        rows = selected(self.rows, [each.name for each in self.columns])
        values = rows.values_list(*(field.attname for field in fields))
        found = values.iterator(chunk_size=BATCH)
        while batch := list(islice(found, BATCH)):  # column by column: half the time of row by row
            cells = [
                each(column) for each, column in zip(write, zip(*batch, strict=True), strict=True)
            ]
            yield from map(list, zip(*cells, strict=True))
            self.heard(len(batch))

    def _writer(self, field: Field[Any, Any]) -> Callable[[Sequence[Any]], Line]:
        """How the values of a column go into a file."""
        own = shape_of(self.record.code).by_name.get(field.name)
        if own is not None:
            kind = kinds.of(own)
            return lambda column: [
                written_value(value) for value in kind.all_written(column, own, self.user)
            ]
        if isinstance(field, ForeignKey):
            return _names(field)
        if field.choices:
            words = {code: written_value(str(label)) for code, label in field.flatchoices}
            return lambda column: [words.get(value) or written_value(value) for value in column]
        if isinstance(field, DateTimeField):
            return _moments()
        if isinstance(field, JSONField):
            return lambda column: [written_value(_several(value)) for value in column]
        return lambda column: [written_value(value) for value in column]


def every_column(record: Record, user: Any) -> list[Column]:
    """A column for each field that the user may read: those of the form and the page in the order
    of its sections, behind them what the list alone shows. The id comes last: by it an import knows
    every record again, also one without code and number."""
    hidden = record.hidden_from(user)
    listed = {each.name: each for each in record.columns_for(user)}
    groups = (*record.sections, *sections(record.code))
    names = dict.fromkeys(name for group in groups for name in group.all_fields)
    open_now = [name for name in names if name not in hidden]
    found = {name: listed.get(name) or Column(name=name, sort="") for name in open_now}
    more = {name: listed[name] for name in listed if name not in found}
    return [*(found | more).values(), Column(name=RECORD_ID, label=LABEL, sort="")]


def table_of(
    record: Record,
    user: Any,
    selection: Selection,
    parameters: Parameters,
    columns: Sequence[Column],
    only: Sequence[Any] | None = None,
) -> Table:
    """The rows that the list shows, in its order: all of them, or `only` those with these ids."""
    order, _sort = read_order(record, user, parameters, [])
    rows = selection.of(record.visible_to(user))
    if only is not None:
        rows = rows.filter(pk__in=only)
    return Table(record, rows.order_by(*order.throughout()), columns, user)


def csv_blocks(table: Table) -> Iterator[str]:
    """The table as CSV, in blocks of many lines."""
    writer, below = csv.writer(Echo()), table.subtotals
    heads = below.heads(table.heads) if below else table.heads
    yield BYTE_ORDER_MARK + writer.writerow([table.watermark]) + writer.writerow(heads)
    lines = _marked(table, below) if below else table.lines()
    while block := list(islice(lines, BATCH)):
        yield "".join(map(writer.writerow, block))


def _marked(table: Table, below: Subtotals) -> Iterator[Line]:
    """The records, each marked as one, and the subtotals below them."""
    kind = of_record()
    for line in table.lines():
        yield [kind, *line, ""]
    yield from below.cells([each.name for each in table.columns])


def workbook(table: Table) -> IO[bytes]:
    """The table as XLSX, in a file that goes away by itself; row after row, so it may be long."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the answer closes it)
    write_workbook(table, file)
    file.seek(0)
    return file


def write_workbook(table: Table, file: IO[bytes]) -> None:
    """Writes the table as XLSX into an open file."""
    options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(2, 0)
        sheet.write_string(0, 0, table.watermark)
        for column, head in enumerate(table.heads):
            sheet.write_string(1, column, head, bold)
        for number, line in enumerate(table.lines(), start=2):
            for column, cell in enumerate(line):
                if cell:
                    sheet.write_string(number, column, cell)
        if table.subtotals:
            _write_subtotals(table, table.subtotals, book, bold)


def _write_subtotals(table: Table, subtotals: Subtotals, book: Any, bold: Any) -> None:
    """The subtotals on a sheet of their own, so that no sum over the records counts twice."""
    sheet = book.add_worksheet(_("Subtotals"))
    sheet.freeze_panes(2, 0)
    sheet.write_string(0, 0, table.watermark)
    labels = {name: str(table.record.label_of(name)) for name in subtotals.hows}
    for number, line in enumerate(subtotals.sheet(labels), start=1):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell, bold if number == 1 else None)
            elif cell is not None:
                sheet.write_number(number, column, cell)


def write_csv(table: Table, file: IO[bytes]) -> None:
    """Writes the table as CSV into an open file."""
    for block in csv_blocks(table):
        file.write(block.encode())


def _moments() -> Callable[[Sequence[Any]], Line]:
    """Moments in the zone of the company, which is asked for once."""
    zone = timezone.get_current_timezone()
    return lambda column: [
        "" if value is None else value.astimezone(zone).isoformat(" ", "minutes")[:16]
        for value in column
    ]


def _several(value: Any) -> Any:
    """A list of values as one text."""
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _names(field: ForeignKey[Any, Any]) -> Callable[[Sequence[Any]], Line]:
    """The names of related records, each read once for the whole file."""
    known: dict[Any, str] = {None: ""}

    def write(column: Sequence[Any]) -> Line:
        new = set(column) - known.keys()
        if new:
            related = field.related_model._default_manager.in_bulk(new)
            known.update((pk, written_value(str(each))) for pk, each in related.items())
        return [known.get(value, "") for value in column]

    return write


def too_long(most: int) -> str:
    """Why a workbook is refused."""
    return _("A workbook holds up to %(most)s rows; choose CSV for more.") % {
        "most": figures.number(most)
    }
