"""The rows of a list as HTML. Drawn in Python: they are most of a page, and nothing in them varies.

Fifty rows of a dozen cells cost a template some thousand steps; here they cost a join.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from dangol.i18n import figures
from dangol.records.cells import drawn, mark, shown
from dangol.records.lists.listing import Head, Listing

SIZE_OF_MARK = 20
TICK = (
    '<td class="tick"><input class="checkbox row-check" type="checkbox" name="chosen" value="{}"'
    ' form="deeds" aria-label="{}"></td>'
)
LEAD = (
    '<td class="name cell-lead"><a class="row-link" href="{}" title="{}">{}'
    '<span class="ellipsis">{}</span></a>{}</td>'
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: its record, its number in the list, its name, its address.

    tick    the box that chooses it, in its cell
    lead    the cell of the name, which leads to the record
    cells   the other cells
    """

    pk: Any
    number: int
    name: str
    address: str
    tick: SafeString
    lead: SafeString
    cells: SafeString


def read_rows(listing: Listing) -> list[Row]:
    """The rows of the page."""
    record = listing.record
    page = record.url_name("page")
    tail = f"?{urlencode({'list': listing.query})}" if listing.query else ""
    heads = [(head, _classes(head)) for head in listing.heads if head.column.name != record.title]
    found = []
    for number, row in enumerate(listing.page.rows, start=1):
        name = shown(row, record.title)
        cells = [(head, classes, drawn(row, head.column)) for head, classes in heads]
        address = f"{reverse(page, args=[row.pk])}{tail}"
        beside = next((cell for head, _c, cell in cells if head.column.phone == "mark"), "")
        found.append(
            Row(
                pk=row.pk,
                number=listing.first + number,
                name=name,
                address=address,
                tick=format_html(TICK, row.pk, name),
                lead=_lead(name, address, mark(name, SIZE_OF_MARK, person=record.person), beside),
                cells=_joined(cells),
            )
        )
    return found


def _lead(name: str, address: str, mark: SafeString, beside: str) -> SafeString:
    """The cell of the name; `beside` is what a phone shows next to it."""
    shown = name or figures.NOTHING
    also = format_html('<span class="beside">{}</span>', beside) if beside else ""
    return format_html(LEAD, address, name, mark, shown, also)


def _classes(head: Head) -> SafeString:
    """The opening tag of a column's cells."""
    names = ["right"] if head.is_number else []
    if head.column.phone not in ("", "mark"):
        names.append(f"cell-{head.column.phone}")
    return format_html('<td class="{}">', " ".join(names)) if names else mark_safe("<td>")


def _joined(cells: list[tuple[Head, SafeString, str]]) -> SafeString:
    """The cells in one piece; what is not HTML yet is escaped."""
    parts = (f"{tag}{conditional_escape(cell)}</td>" for _head, tag, cell in cells)
    return mark_safe("".join(parts))  # noqa: S308  (each part is escaped or drawn by format_html)
