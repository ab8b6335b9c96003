"""The monthly sheet as a workbook: who took what in its first line, sums as numbers (A27, V2)."""

from __future__ import annotations

import tempfile
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from dangol.i18n import days
from dangol.records.cells import harmless
from dangol.records.lists import export
from modules.expenses.queries.month import Sheet

WIDTH = 14


def workbook(sheet: Sheet, user: Any) -> IO[bytes]:
    """The sheet as XLSX, in a file that goes away by itself."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the answer closes it)
    options = {"strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(file, options) as book:
        page = book.add_worksheet(_("Expenses"))
        bold = book.add_format({"bold": True})
        won = book.add_format({"num_format": "#,##0"})
        strong = book.add_format({"bold": True, "num_format": "#,##0", "top": 1})
        page.write_string(0, 0, watermark(sheet, user))
        heads = [_("Spender"), *sheet.heads, _("Total")]
        for column, head in enumerate(heads):
            page.write_string(1, column, harmless(head), bold)
        for number, row in enumerate(sheet.rows, start=2):
            page.write_string(number, 0, harmless(row.name))
            _numbers(page, number, [*row.cells, row.total], won)
        foot = len(sheet.rows) + 2
        page.write_string(foot, 0, _("Total"), strong)
        _numbers(page, foot, [*sheet.foot, sheet.total], strong)
        page.freeze_panes(2, 1)
        page.set_column(0, len(heads) - 1, WIDTH)
    file.seek(0)
    return file


def watermark(sheet: Sheet, user: Any) -> str:
    """Which screen, when and who."""
    what = _("Expenses of %(month)s") % {"month": days.month(sheet.asked.month)}
    return export.watermark(what, user)


def _numbers(page: Any, row: int, cells: Any, form: Any) -> None:
    for column, cell in enumerate(cells, start=1):
        if cell.count:
            page.write_number(row, column, cell.amount, form)
