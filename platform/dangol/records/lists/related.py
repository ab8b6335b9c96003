"""What stands in a list of records that lead to another: the first of them, and how many (U2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from dangol import access
from dangol.i18n import figures
from dangol.records import rights, types
from dangol.records.cells import NO_VALUE, drawn, mark, shown
from dangol.records.declaration import Record
from dangol.records.lists.counting import count_to
from dangol.records.lists.listing import NUMBERS, SORT, read_order
from dangol.records.lists.paging import read_page
from dangol.records.page.related import label_of, made_event
from dangol.records.parts import Column, Related

CAP = 1_000
"""Records of a list that are counted; beyond it stands 1,000+."""
FEW, MANY = 4, 20
"""Rows at the right of the page, and in a tab of their own."""
MOST_COLUMNS = 8


@dataclass(frozen=True, kw_only=True)
class Row:
    """One record: its name and page, and what is told of it as HTML.

    cells   (classes, HTML) behind the name in a table; on a phone two of them stand beside it
    placed  {place: HTML} of a row of two lines: mark, sub, end, end_sub
    """

    name: str
    address: str
    mark: SafeString
    cells: Sequence[tuple[str, SafeString]] = ()
    placed: Mapping[str, SafeString] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Head:
    """A column: what orders the list by it ("" when nothing does), and how it is ordered now."""

    label: str
    sort: str
    direction: str
    is_number: bool


@dataclass(frozen=True, kw_only=True)
class RelatedList:
    """One list as it is drawn. `all` leads to all of them, `add` ("": not for them) to a new one.

    total  the sum of the first column that the type adds up, "" where there is none
    sort   the order that was asked for, "" for the usual one
    hears  the event after which it is read anew
    """

    code: str
    label: str
    sort: str
    hears: str
    heads: Sequence[Head]
    rows: Sequence[Row]
    count: str
    total: str
    all: str
    add: str


def read_related(
    record: Record, related: Related, user: Any, instance: Any, sort: str = ""
) -> RelatedList:
    """The list as this user may see it, in the order that is asked for."""
    other = types.record_of(related.record)
    columns = _columns(other, related, user)
    placed = _placed(related, columns, other.columns_for(user))
    own = other.visible_to(user).filter(**{related.field: instance.pk})
    order, now = read_order(other, user, {SORT: [sort or related.sort]}, [])
    page = read_page(other.listed(own), order, MANY if related.is_wide else FEW)
    count = count_to(CAP, own)[0] if page.after else len(page.rows)
    asked = {related.field: str(instance.pk), **({SORT: now} if sort else {})}
    return RelatedList(
        code=related.code,
        label=str(label_of(related)),
        sort=now if sort else "",
        hears=made_event(other),
        heads=[_head(other, each, now) for each in columns],
        rows=[_row(other, related, row, columns, placed) for row in page.rows],
        count=f"{figures.number(CAP)}+" if count > CAP else figures.number(count),
        total=_total(own, columns) if 0 < count <= CAP else "",
        all=f"{reverse(other.url_name('list'))}?{urlencode(asked)}",
        add=_add_address(record, related, user, instance),
    )


def _columns(other: Record, related: Related, user: Any) -> list[Column]:
    """The title, and what is told besides: not what all of them have in common."""
    every = [each for each in other.columns_for(user) if not each.optional]
    title = [each for each in every if each.name == other.title]
    rest = [each for each in every if each.name not in (other.title, related.field)]
    return [*title, *rest][: MOST_COLUMNS if related.is_wide else None]


def _row(
    other: Record, related: Related, row: Any, columns: Sequence[Column],
    placed: Mapping[str, Column],
) -> Row:  # fmt: skip
    name = shown(row, other.title)
    found = Row(
        name=name,
        address=reverse(other.url_name("page"), args=[row.pk]),
        mark=mark(name, 20, person=other.person),
    )
    if related.is_wide:
        places = {each.name: place for place, each in placed.items()}
        cells = [
            (_classes(other, each, places.get(each.name, "")), _html(drawn(row, each)))
            for each in columns[1:]
        ]
        return replace(found, cells=cells)
    drawings = {place: drawn(row, each) for place, each in placed.items()}
    told = {place: _html(cell) for place, cell in drawings.items() if cell != NO_VALUE}
    return replace(found, placed=told)


def _classes(other: Record, column: Column, place: str) -> str:
    named = f"cell-{place.replace('_', '-')}" if place else ""
    return " ".join(filter(None, (named, "right num" if _is_number(other, column) else "")))


def _placed(
    related: Related, columns: Sequence[Column], every: Sequence[Column]
) -> dict[str, Column]:
    """{place: column} of the two lines of a row, as a phone shows them."""
    found = {each.phone.replace("-", "_"): each for each in columns if each.phone}
    rest = [each for each in columns[1:] if not each.phone]
    second = next((each for each in every if each.name == related.sub), None)
    if second or ("sub" not in found and rest):
        found["sub"] = second or rest[0]
    return found


def _head(other: Record, column: Column, now: str) -> Head:
    direction = {column.name: "ascending", f"-{column.name}": "descending"}.get(now, "")
    onward = f"-{column.name}" if direction == "ascending" else column.name
    return Head(
        label=str(column.label or other.label_of(column.name)),
        sort=onward if column.sort_field else "",
        direction=direction,
        is_number=_is_number(other, column),
    )


def _is_number(other: Record, column: Column) -> bool:
    return other.model_field(column.name).get_internal_type() in NUMBERS


def _total(rows: QuerySet[Any], columns: Sequence[Column]) -> str:
    summed = next((each.name for each in columns if each.total), "")
    return figures.won(rows.aggregate(sum=Sum(summed))["sum"] or 0) if summed else ""


def _add_address(record: Record, related: Related, user: Any, instance: Any) -> str:
    """The form of a new record that leads here; a part is made by who may change the whole."""
    other = types.record_of(related.record)
    is_part = other.within is not None and other.within.field == related.field
    may = access.user_can(user, other.permission("create"))
    if not may or (is_part and not rights.may(record, user, "edit", instance)):
        return ""
    return f"{reverse(other.url_name('new'))}?{urlencode({related.field: instance.pk})}"


def _html(cell: str) -> SafeString:
    return mark_safe(conditional_escape(cell))  # noqa: S308  (it is escaped or drawn as HTML)
