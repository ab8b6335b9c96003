"""Keyset paging: pages that neither skip nor repeat a row, and are as quick at the end (U1).

Rows are ordered by (value, id), so ties have an order. Rows without a value come last in both
directions: they are a second stretch of the same order, read from the same index.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import CharField, F, Field, Q, QuerySet, TextField
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

FILLED, EMPTY = 0, 1


@dataclass(frozen=True)
class Order:
    """An order by one field of the model and then by id."""

    field: Field[Any, Any]
    descending: bool = False

    @property
    def name(self) -> str:
        return self.field.attname

    @property
    def _empty(self) -> Q | None:
        """What tells rows without a value; None when every row has one."""
        if self.field.null:
            return Q(**{f"{self.name}__isnull": True})
        if isinstance(self.field, CharField | TextField):
            return Q(**{self.name: ""})
        return None

    @property
    def _filled(self) -> Q:
        if self.field.null:
            return Q(**{f"{self.name}__isnull": False})
        if isinstance(self.field, CharField | TextField):
            return Q(**{f"{self.name}__gt": ""})
        return Q()

    @property
    def stretches(self) -> list[tuple[int, Q]]:
        """The stretches of the order, first to last."""
        if self._empty is None:
            return [(FILLED, Q())]
        return [(FILLED, self._filled), (EMPTY, self._empty)]

    def place_of(self, row: Any) -> Place:
        """Where the row stands."""
        value = getattr(row, self.name)
        return Place(FILLED if value not in (None, "") else EMPTY, value, row.pk)


@dataclass(frozen=True)
class Place:
    """A place in an order: just where one row stands."""

    stretch: int
    value: Any
    pk: UUID

    def written(self) -> str:
        """The place as it stands in an address."""
        value = self.value.isoformat() if isinstance(self.value, date | datetime) else self.value
        packed = json.dumps([self.stretch, value, str(self.pk)], separators=(",", ":"))
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def read_place(order: Order, written: str) -> Place | None:
    """The place written in an address, or None when it was not written for this order."""
    try:
        padded = written + "=" * (-len(written) % 4)
        stretch, value, pk = json.loads(base64.urlsafe_b64decode(padded))
        place = Place(stretch, _read_value(order, value) if stretch == FILLED else None, UUID(pk))
    except (ValueError, TypeError, AttributeError, ArithmeticError, ValidationError):
        return None
    return place if stretch in dict(order.stretches) else None


def _read_value(order: Order, value: Any) -> Any:
    """The value as the field's own type; ValueError for one that no row can have."""
    found = order.field.to_python(value)
    if found in (None, "") or (isinstance(found, str) and "\x00" in found):
        raise ValueError(value)
    if isinstance(found, str):
        found.encode()
    if isinstance(found, datetime) and found.tzinfo is None:
        raise ValueError(value)
    return found


@dataclass(frozen=True)
class Page:
    """Some rows, and the places to go on from ("" when there is nothing further)."""

    rows: list[Any]
    before: str
    after: str


def read_page(
    rows: QuerySet[Any],
    order: Order,
    size: int,
    *,
    after: Place | None = None,
    before: Place | None = None,
) -> Page:
    """Up to `size` rows that follow `after`, or that stand just before `before`, or the first."""
    backward = before is not None
    found = _walk(rows, order, size + 1, before or after, backward=backward)
    more = len(found) > size
    found = found[:size]
    if backward:
        found.reverse()
    starts_later = more if backward else after is not None
    ends_sooner = bool(found) if backward else more
    return Page(
        rows=found,
        before=order.place_of(found[0]).written() if found and starts_later else "",
        after=order.place_of(found[-1]).written() if found and ends_sooner else "",
    )


def _walk(
    rows: QuerySet[Any], order: Order, wanted: int, start: Place | None, *, backward: bool
) -> list[Any]:
    """Up to `wanted` rows from `start` on, in walking order, over all stretches of the order."""
    falling = order.descending != backward
    found: list[Any] = []
    stretches = order.stretches[::-1] if backward else order.stretches
    for number, within in stretches:
        if start is not None and (number > start.stretch if backward else number < start.stretch):
            continue
        part = rows.filter(within)
        if start is not None and number == start.stretch:
            part = part.filter(_beyond(order, start, falling))
        # the value stands in the order even where it is empty: so one index serves both stretches
        names = [order.name] if order.name == "id" else [order.name, "id"]
        sorting = [f"-{name}" if falling else name for name in names]
        found += part.order_by(*sorting)[: wanted - len(found)]
        if len(found) >= wanted:
            break
    return found


def _beyond(order: Order, start: Place, falling: bool) -> Any:
    """Rows behind the place, in walking order: compared as pairs, by the index."""
    if start.stretch == EMPTY:
        return Q(**{"id__lt" if falling else "id__gt": start.pk})
    compare = TupleLessThan if falling else TupleGreaterThan
    return compare(Tuple(F(order.name), F("id")), (start.value, start.pk))


def rows_beside(rows: QuerySet[Any], order: Order, row: Any) -> tuple[Any, Any, QuerySet[Any]]:
    """(the row just before this one or None, the one just behind or None, all that stand before).

    The row need not be among `rows`: the places are those where it would stand.
    """
    place = order.place_of(row)
    before = _walk(rows, order, 1, place, backward=True)
    behind = _walk(rows, order, 1, place, backward=False)
    within = dict(order.stretches)[place.stretch]
    above = within & Q(_beyond(order, place, not order.descending))
    if place.stretch == EMPTY:
        above |= dict(order.stretches)[FILLED]
    return (before or [None])[0], (behind or [None])[0], rows.filter(above)
