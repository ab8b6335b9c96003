"""How many records each condition selects, and all of them together (U1)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from dangol.i18n import figures
from dangol.records.declaration import Record
from dangol.records.filters.drawing import Box, counted, parts_in
from dangol.records.lists.counting import count_each
from dangol.records.lists.listing import COUNT_CAP
from dangol.records.lists.selection import Selection

_ALL_OF_THEM = "all"


def counted_in(
    record: Record, rows: QuerySet[Any], chosen: Selection | None, box: Box
) -> tuple[Any, str]:
    """(each condition and group with how many of the rows it alone selects, how many all do)."""
    parts = {part.place: rows.filter(part.q) for part in parts_in(box) if part.q is not None}
    if chosen is not None:
        parts[_ALL_OF_THEM] = chosen.of(rows)
    found = dict(zip(parts, count_each(list(parts.values()), COUNT_CAP), strict=True))
    shown = {
        place: figures.at_least(min(count, COUNT_CAP), is_over=count > COUNT_CAP)
        for place, (count, _ids) in found.items()
    }
    if chosen is None:
        return counted(box, shown), ""
    count = min(found[_ALL_OF_THEM][0], COUNT_CAP)
    return counted(box, shown), record.count_words(count, shown[_ALL_OF_THEM])
