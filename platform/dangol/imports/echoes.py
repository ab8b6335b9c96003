"""Cells that say what an export says of their record (U5, U6).

A file that was taken away and comes back says of most cells what is so already. Those say nothing:
they are not read, so nothing of them can be refused or read otherwise, such as the name of a
colleague who has left, or of one of two accounts that are called the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from dangol.ids import read_id
from dangol.imports.plan import Plan, Row
from dangol.records.identity import RECORD_ID
from dangol.records.lists.export import Table
from dangol.records.parts import Column
from dangol.records.text import clean_paragraph


class Echoes:
    """Empties such cells of rows that carry a record's id."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.at = plan.mapping.get(RECORD_ID)
        self.columns = [(at, name) for at, name in plan.fields if name != RECORD_ID]

    def without(self, rows: list[Row]) -> list[Row]:
        """The rows with nothing but what is news; empty cells leave a record as it is."""
        if self.at is None:
            return rows
        ids = {number: _id(cells, self.at) for number, cells in rows}
        known = self._exported({pk for pk in ids.values() if pk is not None})
        return [(number, self._news(cells, known.get(ids[number]))) for number, cells in rows]

    def _exported(self, ids: Iterable[UUID]) -> dict[UUID | None, list[str]]:
        """{id: the cells of its export} of those records that the user may see."""
        record, user = self.plan.record, self.plan.user
        rows = record.visible_to(user).filter(pk__in=ids).order_by("pk")
        columns = [Column(name=name) for name in (RECORD_ID, *(name for _at, name in self.columns))]
        lines: Any = Table(record, rows, columns, user).lines() if ids else ()
        return {UUID(pk): cells for pk, *cells in lines}

    def _news(self, cells: list[str], exported: list[str] | None) -> list[str]:
        if exported is None:
            return cells
        news = list(cells)
        for (at, _name), text in zip(self.columns, exported, strict=True):
            if at < len(cells) and _is_same(cells[at], text):
                news[at] = ""
        return news


def _id(cells: list[str], at: int) -> UUID | None:
    return read_id(cells[at].strip()) if at < len(cells) else None


def _is_same(cell: str, text: str) -> bool:
    return cell == text or clean_paragraph(cell) == clean_paragraph(text)
