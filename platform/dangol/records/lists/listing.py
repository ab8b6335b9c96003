"""One page of a list, as its address asks for it (U1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import ForeignKey, QuerySet
from django.utils.translation import gettext as _

from dangol.i18n import figures
from dangol.records.declaration import Column, Record
from dangol.records.filters.base import Parameters
from dangol.records.filters.look import EXACT, NAMES, OPEN, said
from dangol.records.lists.counting import count_to
from dangol.records.lists.keyset import Key
from dangol.records.lists.paging import Order, Page, read_page, read_place
from dangol.records.lists.selection import Selection, read_selection
from dangol.records.lists.totals import NOTHING, totals, wanted
from dangol.records.lists.totals import WORDS as HOWS
from dangol.search.plenty import is_surely_over

PAGE_SIZE = 50
MOST_SORTS = 3
"""Columns that a list is sorted by at once."""
MOST_POSITIONS = 1_000_000_000
COUNT_CAP = 10_000
"""Counting stops here: beyond it a list says “10,000+”."""
SORT, AFTER, BEFORE = "sort", "after", "before"
AT, PEEK, VIEW = "at", "peek", "view"
READABLE = "(),|;="
"""Signs of groups that stand in an address as they are."""
NUMBERS = ("BigIntegerField", "DecimalField")
OWN = (SORT, AFTER, BEFORE, AT, PEEK, VIEW, *NAMES)
"""Parameters of the list that select nothing. `at`: how many rows stand before this page."""
PLACE = (AFTER, BEFORE, AT, PEEK, OPEN, EXACT)
"""Those that say where in the list one is, and no more."""


@dataclass(frozen=True)
class Head:
    """One column's head: where a click on it leads, and how the list is sorted by it now.

    also  where a click with Shift leads: sorted by this column as well
    rank  its place among several sorted columns, from 1; 0 when there is but one
    how   what the foot says of its numbers: sum, avg, min, max, none; "" where it holds none
    """

    column: Column
    label: str
    address: str
    direction: str
    is_number: bool
    total: str = ""
    also: str = ""
    rank: int = 0
    how: str = ""

    @property
    def how_words(self) -> str:
        """What the foot's figure is: sum, average and so on."""
        return str(HOWS[self.how]) if self.how else ""


@dataclass(frozen=True)
class Listing:
    """A list as it is shown; every address in it begins with `?`."""

    record: Record
    selection: Selection
    page: Page
    count: int
    heads: list[Head]
    problems: list[str]
    sort: str
    parameters: dict[str, list[str]]
    first: int = 0
    """How many rows stand before this page."""

    @property
    def is_capped(self) -> bool:
        return self.count > COUNT_CAP

    @property
    def shown_count(self) -> int:
        return min(self.count, COUNT_CAP)

    @property
    def query(self) -> str:
        """The parameters of selection and order, without the page: for export and for links."""
        return self.address().removeprefix("?")

    @property
    def shown_total(self) -> str:
        """The count as it is written: 1,284, or 10,000+ beyond the cap."""
        return figures.at_least(self.shown_count, is_over=self.is_capped)

    @property
    def count_words(self) -> str:
        return self.record.count_words(self.shown_count, self.shown_total)

    @property
    def next_address(self) -> str:
        after = self.first + len(self.page.rows)
        return self.address({AFTER: self.page.after, AT: str(after)}) if self.page.after else ""

    @property
    def previous_address(self) -> str:
        before = max(0, self.first - PAGE_SIZE)
        return self.address({BEFORE: self.page.before, AT: str(before)}) if self.page.before else ""

    @property
    def totals_address(self) -> str:
        """Where the number columns are added up of a list so long that this is not done unasked."""
        waits = any(head.how not in ("", NOTHING) and not head.total for head in self.heads)
        return self.address({EXACT: "yes"}) if self.is_capped and waits else ""

    def address(self, changes: Mapping[str, str | Sequence[str]] | None = None) -> str:
        """`?` and the parameters, with those in `changes` replaced; an empty one is left out."""
        return address_of(self.parameters, changes)


def read_listing(
    record: Record,
    user: Any,
    parameters: Parameters,
    *,
    size: int = PAGE_SIZE,
    columns: Sequence[Column] | None = None,
    hows: Mapping[str, str] | None = None,
) -> Listing:
    """The page that the parameters ask for; what they ask wrongly is left out and said.

    `columns` are those to show; without, all that the user may see and nobody has to choose.
    `hows` says how each number column is added up; without, as declared.
    """
    selection = read_selection(record, user, parameters, also=OWN)
    problems = list(selection.problems)
    order, sort = read_order(record, user, parameters, problems)
    visible = record.visible_to(user)
    selected = selection.of(visible)
    count, few = _count(selected, selection, visible)
    columns = usual_columns(record, user) if columns is None else columns
    rows = selection.of(visible, many=True) if few is None else selected.filter(pk__in=few)
    page = read_page(
        record.listed(with_relations(record, columns, rows)),
        order,
        size,
        after=read_place(order, "".join(parameters.get(AFTER, [])[:1])),
        before=read_place(order, "".join(parameters.get(BEFORE, [])[:1])),
    )
    kept = _kept(parameters)
    hows = wanted(record, columns) if hows is None else hows
    is_long = count > COUNT_CAP and said(parameters, EXACT) != "yes"
    summed = {} if few == [] or is_long else totals(record, rows, hows)
    return Listing(
        record=record,
        selection=selection,
        page=page,
        count=count,
        heads=[_with_total(_head(record, each, sort, kept), summed, hows) for each in columns],
        problems=problems,
        sort=sort,
        parameters=kept,
        first=_first(parameters) if page.before else 0,
    )


def _kept(parameters: Parameters) -> dict[str, list[str]]:
    """What the addresses of the list carry along: all that is filled, but the place in it."""
    found = {
        name: [value for value in values if value]
        for name, values in parameters.items()
        if name not in PLACE
    }
    return {name: values for name, values in found.items() if values}


def usual_columns(record: Record, user: Any) -> list[Column]:
    """The columns a list begins with."""
    return [column for column in record.columns_for(user) if not column.optional]


def read_order(
    record: Record, user: Any, parameters: Parameters, problems: list[str]
) -> tuple[Order, str]:
    """The order asked for, by columns the user may see; else the declared one.

    Several stand with commas between them: the later ones order what is equal in the earlier ones.
    """
    sortable = {
        column.name: column.sort_field for column in record.columns_for(user) if column.sort_field
    }
    asked: dict[str, str] = {}
    for text in "".join(parameters.get(SORT, [])[:1]).split(",")[:MOST_SORTS]:
        name = text.removeprefix("-")
        if name in sortable:
            asked.setdefault(name, text)
        elif text and text != record.sort:
            problems.append(_("The list cannot be sorted by “%(name)s”.") % {"name": text[:30]})
    kept = list(asked.values()) or [record.sort]
    keys = [
        Key(record.model_field(sortable.get(name, name)), descending=text.startswith("-"))
        for text in kept
        for name in [text.removeprefix("-")]
    ]
    return Order(keys[0].field, keys[0].descending, tuple(keys[1:])), ",".join(kept)


def _count(
    selected: QuerySet[Any], selection: Selection, visible: QuerySet[Any]
) -> tuple[int, list[Any] | None]:
    if selection.is_everything:
        return selected[: COUNT_CAP + 1].count(), None
    asked = None if selection.conditions else selection.asked
    if asked is not None and is_surely_over(asked, visible, COUNT_CAP):
        return COUNT_CAP + 1, None
    return count_to(COUNT_CAP, selected)


def _first(parameters: Parameters) -> int:
    """How many rows stand before the page, as the link that led here said; it only numbers rows."""
    text = "".join(parameters.get(AT, [])[:1])
    return min(int(text), MOST_POSITIONS) if text.isascii() and text.isdigit() else 0


def with_relations(record: Record, columns: Sequence[Column], rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with the records that their cells name, in the same statement."""
    related = [
        column.name for column in columns if isinstance(record.model_field(column.name), ForeignKey)
    ]
    return rows.select_related(*related) if related else rows


def _head(record: Record, column: Column, sort: str, kept: dict[str, list[str]]) -> Head:
    sorts = sort.split(",")
    place = next((n for n, text in enumerate(sorts) if text.removeprefix("-") == column.name), None)
    direction = ""
    if place is not None:
        direction = "descending" if sorts[place].startswith("-") else "ascending"
    onward = f"-{column.name}" if direction == "ascending" else column.name
    number = record.model_field(column.name).get_internal_type() in NUMBERS
    return Head(
        column=column,
        label=str(column.label or record.label_of(column.name)),
        address=address_of(kept, {SORT: onward}) if column.sort_field else "",
        also=address_of(kept, {SORT: _also(sorts, column.name)}) if column.sort_field else "",
        rank=place + 1 if place is not None and len(sorts) > 1 else 0,
        direction=direction,
        is_number=number,
    )


def _with_total(head: Head, summed: Mapping[str, str], hows: Mapping[str, str]) -> Head:
    name = head.column.name
    return replace(head, total=summed.get(name, ""), how=hows.get(name, ""))


def _also(sorts: list[str], name: str) -> str:
    """The order with this column as well: rising, then falling, then without it."""
    if name in sorts:
        return ",".join(f"-{name}" if text == name else text for text in sorts)
    if f"-{name}" in sorts and len(sorts) > 1:
        return ",".join(text for text in sorts if text != f"-{name}")
    if f"-{name}" in sorts:
        return name
    return ",".join([*sorts, name][-MOST_SORTS:])


def address_of(
    parameters: Parameters, changes: Mapping[str, str | Sequence[str]] | None = None
) -> str:
    """`?` and the parameters, with those in `changes` replaced; an empty one is left out."""
    changes = changes or {}
    pairs = [
        (name, value)
        for name, values in parameters.items()
        for value in values
        if value and name not in changes
    ]
    for name, given in changes.items():
        pairs += [
            (name, value) for value in ([given] if isinstance(given, str) else given) if value
        ]
    return f"?{urlencode(pairs, safe=READABLE)}"
