"""Where a record stands in the list one came from, and which stand beside it (U2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from dangol.i18n import figures
from dangol.records.declaration import Record
from dangol.records.lists.counting import count_to
from dangol.records.lists.listing import COUNT_CAP, OWN, read_order
from dangol.records.lists.paging import rows_beside
from dangol.records.lists.selection import read_selection


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """The records before and behind (None at the ends), and the place in words: `2 / 1,284`.

    position is "" beyond the cap, and when the record is not in the list at all.
    """

    previous: Any
    following: Any
    position: str
    total: str


def neighbours(record: Record, user: Any, instance: Any, query: str) -> Neighbours:
    """The neighbours of `instance` in the list of `query` (an address's filters and order)."""
    parameters = parse_qs(query)
    selection = read_selection(record, user, parameters, also=OWN)
    order, _sort = read_order(record, user, parameters, [])
    rows = selection.of(record.visible_to(user))
    total, _few = count_to(COUNT_CAP, rows)
    before, behind, above = rows_beside(rows, order, instance)
    is_in = rows.filter(pk=instance.pk).exists()
    number, _few = count_to(COUNT_CAP, above)
    knows = is_in and number < COUNT_CAP
    return Neighbours(
        previous=before,
        following=behind,
        position=figures.number(number + 1) if knows else "",
        total=figures.at_least(min(total, COUNT_CAP), is_over=total > COUNT_CAP),
    )
