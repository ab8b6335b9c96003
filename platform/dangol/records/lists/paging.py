"""Keyset paging: pages that neither skip nor repeat a row, and are as quick at the end (U1).

Rows are ordered by (value, id), so ties have an order; further columns stand between the two. Rows
without a value come last in both directions: they are a second stretch of the same order, read from
the same index.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Case, CharField, F, Field, Q, QuerySet, TextField, When
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from dangol.records.lists.keyset import Key, beyond_all

FILLED, EMPTY = 0, 1


@dataclass(frozen=True)
class Order:
    """An order by one field of the model, by those in `then` where it is equal, and then by id."""

    field: Field[Any, Any]
    descending: bool = False
    then: tuple[Key, ...] = ()

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
        rest = tuple(getattr(row, key.name) for key in self.then)
        return Place(FILLED if value not in (None, "") else EMPTY, value, row.pk, rest)

    def sorting(self, *, backward: bool = False) -> list[Any]:
        """What a queryset is ordered by, in walking order, within one stretch.

        The value stands in the order even where it is empty: so one index serves both stretches.
        """
        falling = self.descending != backward
        sign = "-" if falling else ""
        first = [] if self.name == "id" else [f"{sign}{self.name}"]
        ties = [part for key in self.then for part in key.sorting(backward=backward)]
        return [*first, *ties, f"{sign}id"]

    def throughout(self) -> list[Any]:
        """What rows are ordered by that are read as one, not stretch by stretch."""
        if self._empty is None:
            return self.sorting()
        return [Case(When(self._empty, then=EMPTY), default=FILLED), *self.sorting()]


@dataclass(frozen=True)
class Place:
    """A place in an order: just where one row stands."""

    stretch: int
    value: Any
    pk: UUID
    rest: tuple[Any, ...] = ()

    def written(self) -> str:
        """The place as it stands in an address."""
        values = [_plain(value) for value in (self.value, *self.rest)]
        packed = json.dumps(
            [self.stretch, values[0], str(self.pk), *values[1:]], separators=(",", ":")
        )
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _plain(value: Any) -> Any:
    """The value as JSON holds it."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value


def read_place(order: Order, written: str) -> Place | None:
    """The place written in an address, or None when it was not written for this order."""
    try:
        padded = written + "=" * (-len(written) % 4)
        stretch, value, pk, *rest = json.loads(base64.urlsafe_b64decode(padded))
        first = _read_value(order.field, value) if stretch == FILLED else None
        others = tuple(
            None if each in (None, "") else _read_value(key.field, each)
            for key, each in zip(order.then, rest, strict=True)
        )
        place = Place(stretch, first, UUID(pk), others)
    except (ValueError, TypeError, AttributeError, ArithmeticError, ValidationError):
        return None
    return place if stretch in dict(order.stretches) else None


def _read_value(field: Field[Any, Any], value: Any) -> Any:
    """The value as the field's own type; ValueError for one that no row can have."""
    found = field.to_python(value)
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
    found: list[Any] = []
    stretches = order.stretches[::-1] if backward else order.stretches
    for number, within in stretches:
        if start is not None and (number > start.stretch if backward else number < start.stretch):
            continue
        part = rows.filter(within)
        if start is not None and number == start.stretch:
            part = part.filter(_beyond(order, start, backward=backward))
        found += part.order_by(*order.sorting(backward=backward))[: wanted - len(found)]
        if len(found) >= wanted:
            break
    return found


def _beyond(order: Order, start: Place, *, backward: bool) -> Any:
    """Rows behind the place, in walking order: compared as pairs, by the index."""
    falling = order.descending != backward
    by_id = Q(**{"id__lt" if falling else "id__gt": start.pk})
    if not order.then:
        if start.stretch == EMPTY:
            return by_id
        compare = TupleLessThan if falling else TupleGreaterThan
        return compare(Tuple(F(order.name), F("id")), (start.value, start.pk))
    if start.stretch == EMPTY:
        return beyond_all(order.then, start.rest, by_id, backward=backward)
    first = Key(order.field, order.descending)
    behind = beyond_all((first, *order.then), (start.value, *start.rest), by_id, backward=backward)
    # said once more as a plain bound, from which the index of the first column begins
    return Q(**{f"{order.name}__{'lte' if falling else 'gte'}": start.value}) & behind


def rows_beside(rows: QuerySet[Any], order: Order, row: Any) -> tuple[Any, Any, QuerySet[Any]]:
    """(the row just before this one or None, the one just behind or None, all that stand before).

    The row need not be among `rows`: the places are those where it would stand.
    """
    place = order.place_of(row)
    before = _walk(rows, order, 1, place, backward=True)
    behind = _walk(rows, order, 1, place, backward=False)
    within = dict(order.stretches)[place.stretch]
    above = within & Q(_beyond(order, place, backward=True))
    if place.stretch == EMPTY:
        above |= dict(order.stretches)[FILLED]
    return (before or [None])[0], (behind or [None])[0], rows.filter(above)
