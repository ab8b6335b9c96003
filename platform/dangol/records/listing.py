"""One page of a list, as its address asks for it (U1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import ForeignKey, QuerySet
from django.utils.translation import gettext as _

from dangol.records.counting import count_to
from dangol.records.declaration import Column, Record
from dangol.records.filters import Parameters
from dangol.records.paging import Order, Page, read_page, read_place
from dangol.records.selection import FIND, Selection, read_selection

PAGE_SIZE = 50
COUNT_CAP = 10_000
"""Counting stops here: beyond it a list says “10,000+”."""
SORT, AFTER, BEFORE = "sort", "after", "before"
OWN = (SORT, AFTER, BEFORE, "undo")


@dataclass(frozen=True)
class Head:
    """One column's head: where a click on it leads, and how the list is sorted by it now."""

    column: Column
    label: str
    address: str
    direction: str
    is_number: bool


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

    @property
    def is_capped(self) -> bool:
        return self.count > COUNT_CAP

    @property
    def shown_count(self) -> int:
        return min(self.count, COUNT_CAP)

    @property
    def query(self) -> str:
        """The parameters of selection and order, without the page: for export and for links."""
        return _address(self.parameters).removeprefix("?")

    @property
    def next_address(self) -> str:
        return _address(self.parameters, {AFTER: self.page.after}) if self.page.after else ""

    @property
    def previous_address(self) -> str:
        return _address(self.parameters, {BEFORE: self.page.before}) if self.page.before else ""

    @property
    def chips(self) -> list[tuple[str, str, str]]:
        """(label, words, address without it) of each condition."""
        found = [
            (each.label, each.words, _address(self.parameters, dict.fromkeys(each.parameters, "")))
            for each in self.selection.conditions
        ]
        if self.selection.find:
            without = _address(self.parameters, {FIND: ""})
            found.append((_("Find"), self.selection.find, without))
        return found


def read_listing(
    record: Record, user: Any, parameters: Parameters, *, size: int = PAGE_SIZE
) -> Listing:
    """The page that the parameters ask for; what they ask wrongly is left out and said."""
    selection = read_selection(record, user, parameters, also=OWN)
    problems = list(selection.problems)
    order, sort = read_order(record, user, parameters, problems)
    selected = selection.of(record.visible_to(user))
    count, few = _count(selected, selection)
    columns = record.columns_for(user)
    page = read_page(
        _with_relations(record, columns, selected if few is None else selected.filter(pk__in=few)),
        order,
        size,
        after=read_place(order, "".join(parameters.get(AFTER, [])[:1])),
        before=read_place(order, "".join(parameters.get(BEFORE, [])[:1])),
    )
    kept = {
        name: [value for value in values if value]
        for name, values in parameters.items()
        if name not in (AFTER, BEFORE, "undo")
    }
    return Listing(
        record=record,
        selection=selection,
        page=page,
        count=count,
        heads=[_head(record, column, sort, kept) for column in columns],
        problems=problems,
        sort=sort,
        parameters={name: values for name, values in kept.items() if values},
    )


def read_order(
    record: Record, user: Any, parameters: Parameters, problems: list[str]
) -> tuple[Order, str]:
    """The order asked for, by a column the user may see; else the declared one."""
    sortable = {
        column.name: column.sort_field for column in record.columns_for(user) if column.sort_field
    }
    asked = "".join(parameters.get(SORT, [])[:1]) or record.sort
    if asked.removeprefix("-") not in sortable:
        if asked != record.sort:
            problems.append(_("The list cannot be sorted by “%(name)s”.") % {"name": asked[:30]})
        asked = record.sort
    name = asked.removeprefix("-")
    field = record.model_field(sortable.get(name, name))
    return Order(field, descending=asked.startswith("-")), asked


def _count(selected: QuerySet[Any], selection: Selection) -> tuple[int, list[Any] | None]:
    if selection.is_everything:
        return selected[: COUNT_CAP + 1].count(), None
    return count_to(COUNT_CAP, selected)


def _with_relations(record: Record, columns: list[Column], rows: QuerySet[Any]) -> QuerySet[Any]:
    related = [
        column.name for column in columns if isinstance(record.model_field(column.name), ForeignKey)
    ]
    return rows.select_related(*related) if related else rows


def _head(record: Record, column: Column, sort: str, kept: dict[str, list[str]]) -> Head:
    direction = ""
    if sort.removeprefix("-") == column.name:
        direction = "descending" if sort.startswith("-") else "ascending"
    onward = f"-{column.name}" if direction == "ascending" else column.name
    number = record.model_field(column.name).get_internal_type() == "BigIntegerField"
    return Head(
        column=column,
        label=str(column.label or record.label_of(column.name)),
        address=_address(kept, {SORT: onward}) if column.sort_field else "",
        direction=direction,
        is_number=number,
    )


def _address(parameters: Parameters, changes: dict[str, str] | None = None) -> str:
    """`?` and the parameters, with those in `changes` replaced; an empty one is left out."""
    changes = changes or {}
    pairs = [
        (name, value)
        for name, values in parameters.items()
        for value in values
        if value and name not in changes
    ]
    pairs += [(name, value) for name, value in changes.items() if value]
    return f"?{urlencode(pairs)}"
