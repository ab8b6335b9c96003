"""Lists as CSV: what is on the screen, all pages of it, safe to open in a spreadsheet (U6, V2)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from dangol.records.cells import written
from dangol.records.listing import Listing, read_order

BYTE_ORDER_MARK = "\ufeff"
"""Tells spreadsheets that the file is UTF-8."""
BATCH = 1_000


class Echo:
    """A file that hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(listing: Listing, user: Any) -> Iterator[str]:
    """The lines of the file: the list's columns, its selection and its order."""
    record = listing.record
    columns = [head.column.name for head in listing.heads]
    order, _sort = read_order(record, user, listing.parameters, [])
    rows = listing.selection.of(record.visible_to(user))
    writer = csv.writer(Echo())
    yield BYTE_ORDER_MARK + writer.writerow([head.label for head in listing.heads])
    rows = rows.order_by(*order.sorting()).select_related(
        *(name for name in columns if record.model_field(name).is_relation)
    )
    for row in rows.iterator(chunk_size=BATCH):
        yield writer.writerow([written(row, name) for name in columns])
