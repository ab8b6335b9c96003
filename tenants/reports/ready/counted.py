"""Lists counted side by side: any number that a list can show, many of them in one statement.

What a report counts this way opens the list that it counts by construction: both are made of the
same parameters, read by the same code under the same rights.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.functional import Promise

from dangol import access
from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.records.lists.counting import count_each
from dangol.records.lists.selection import Selection, read_selection
from tenants.queries import desk
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.table import Cell, Head, Line, Table, added

NO_CAP = 2**31 - 2
MOST = 100
"""Numbers that one statement asks for."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One number: how many records a list has, or what one of its columns adds up to.

    filters  as they stand in the list's address
    record   code of the list's type; "" for the report's own
    column   what is added up; "" for how many there are
    days     the field that the chosen period narrows; "" where it narrows nothing
    people   the field that the chosen people narrow; None for the report's own
    """

    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    record: str = ""
    column: str = ""
    days: str = ""
    people: str | None = None


def counted(
    asked: Asked,
    first: str | Promise,
    heads: Sequence[Head],
    lines: Sequence[tuple[str, Sequence[Ask | None]]],
    *,
    has_total: bool = False,
) -> Table:
    """A table of lists: for each line its words and one `Ask` for each head; None stays empty.

    A line of which the viewer may see nothing is left out.
    """
    flat = [each for _label, asks in lines for each in asks]
    cells = iter(_read(asked, flat))
    made = []
    for label, asks in lines:
        found = [next(cells) for _ask in asks]
        if any(cell.value is not None for cell in found):
            made.append(Line(label=label, cells=found))
    total = added(heads, made) if has_total else None
    return Table(first=first, heads=heads, lines=made, total=total)


def with_shares(table: Table, label: str | Promise, *, down: bool = False) -> Table:
    """The table with a last column: each line's first number as a share.

    Of the line's own numbers together; `down`, or where it has but one, of all lines together.
    """
    whole = sum(line.cells[0].value or 0 for line in table.lines)
    total = table.total and _shared(table.total, whole, down=down)
    return replace(
        table,
        heads=[*table.heads, Head(label=label, unit="rate", is_drawn=False)],
        lines=[_shared(line, whole, down=down) for line in table.lines],
        total=total,
    )


def _shared(line: Line, whole: int, *, down: bool) -> Line:
    is_across = len(line.cells) > 1 and not down
    own = sum(cell.value or 0 for cell in line.cells) if is_across else whole
    return replace(line, cells=[*line.cells, Cell(value=line.cells[0].value, whole=own)])


def _read(asked: Asked, asks: Sequence[Ask | None]) -> list[Cell]:
    """The number of each, in their order; one statement for each type and hundred of numbers."""
    cells = [Cell() for _ask in asks]
    by_record: dict[str, list[int]] = {}
    for place, ask in enumerate(asks):
        if ask is not None:
            by_record.setdefault(ask.record or asked.report.record, []).append(place)
    for code, places in by_record.items():
        record = desk.records()[code]
        if not access.user_can(asked.user, record.permission("view")):
            continue
        for start in range(0, len(places), MOST):
            part = {place: asks[place] for place in places[start : start + MOST]}
            for place, cell in _numbers(asked, record, part).items():
                cells[place] = cell
    return cells


def _numbers(asked: Asked, record: Record, asks: Mapping[int, Any]) -> dict[int, Cell]:
    """{place: number} of one type, in one statement; what is closed to the viewer is left out."""
    wanted, apart, filters = {}, {}, {}
    hidden = record.hidden_from(asked.user)
    for place, ask in asks.items():
        people = ask.people if ask.people is not None else asked.report.people
        said = {**asked.parameters(ask.days, people), **ask.filters}
        try:
            selection = read_selection(record, asked.user, said, strict=True)
        except RuleBroken:
            continue
        if ask.column in hidden:
            continue
        q = reduce(and_, (each.narrow_q & each.q for each in selection.conditions), Q()) or None
        column = ask.column
        if not column and q is not None and _looks_elsewhere(q):
            apart[f"n{place}"] = selection
        else:
            wanted[f"n{place}"] = (
                Sum(column, default=0, filter=q) if column else Count("pk", filter=q)
            )
        filters[place] = said
    if not filters:
        return {}
    found = _counted_apart(record, asked.user, apart)
    if wanted:
        shared = read_selection(record, asked.user, _in_all(filters.values()), strict=True)
        found |= shared.of(record.visible_to(asked.user)).aggregate(**wanted)
    place_of = reverse(record.url_name("list"))
    return {
        place: Cell(value=int(found[f"n{place}"]), link=f"{place_of}?{urlencode(said, doseq=True)}")
        for place, said in filters.items()
    }


def _counted_apart(
    record: Record, user: Any, selections: Mapping[str, Selection]
) -> dict[str, int]:
    """{name: how many} of each by itself: other tables say which, so only those need be read."""
    rows = record.visible_to(user)
    numbers = count_each([each.of(rows) for each in selections.values()], cap=NO_CAP)
    return {name: count for name, (count, _ids) in zip(selections, numbers, strict=True)}


def _looks_elsewhere(q: Any) -> bool:
    """Whether the condition asks other tables, row by row if it stood beside others."""
    if isinstance(q, Q):
        return any(_looks_elsewhere(each) for each in q.children)
    asked = q[1] if isinstance(q, tuple) else q
    return isinstance(asked, QuerySet | Exists)


def _in_all(several: Collection[Mapping[str, Any]]) -> dict[str, Any]:
    """What all of them ask for alike: the rows that none of them counts are not read."""
    first, *others = several
    return {
        name: values
        for name, values in first.items()
        if all(other.get(name) == values for other in others)
    }
