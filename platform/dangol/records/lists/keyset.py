"""Orders by several columns: what stands beyond a place, and how rows without a value are put (U1).

The first column walks an index in two stretches (`dangol.records.lists.paging`); those after it
order the ties. Rows without a value stand last in both directions, in every column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, Field, IntegerField, Q, TextField, Value, When
from django.db.models.expressions import OrderBy


@dataclass(frozen=True)
class Key:
    """One column of an order."""

    field: Field[Any, Any]
    descending: bool = False

    @property
    def name(self) -> str:
        return self.field.attname

    @property
    def empty(self) -> Q | None:
        """What tells rows without a value; None when every row has one."""
        if isinstance(self.field, CharField | TextField):
            nothing = Q(**{self.name: ""})
            return nothing | Q(**{f"{self.name}__isnull": True}) if self.field.null else nothing
        return Q(**{f"{self.name}__isnull": True}) if self.field.null else None

    def sorting(self, *, backward: bool) -> list[OrderBy]:
        """Its part of ORDER BY, in walking order."""
        found: list[OrderBy] = []
        if self.empty is not None:
            is_empty = Case(
                When(self.empty, then=Value(1)), default=Value(0), output_field=IntegerField()
            )
            found.append(OrderBy(is_empty, descending=backward))
        return [*found, OrderBy(F(self.name), descending=self.descending != backward)]

    def same(self, value: Any) -> Q:
        """Rows that stand level with the value in this column."""
        if value in (None, ""):
            return self.empty or Q(pk__in=[])
        return Q(**{self.name: value})

    def beyond(self, value: Any, *, backward: bool) -> Q:
        """Rows that stand behind the value in this column, in walking order."""
        if value in (None, ""):
            return ~(self.empty or Q(pk__in=[])) if backward else Q(pk__in=[])
        falling = self.descending != backward
        further = Q(**{f"{self.name}__{'lt' if falling else 'gt'}": value})
        if self.empty is None:
            return further
        return further & ~self.empty if backward else further | self.empty


def beyond_all(keys: Sequence[Key], values: Sequence[Any], last: Q, *, backward: bool) -> Q:
    """Rows behind a place: level with it in the first columns, beyond it in the next one.

    `last` is what stands behind among rows that are level in all of them.
    """
    level, found = Q(), Q(pk__in=[])
    for key, value in zip(keys, values, strict=True):
        found |= level & key.beyond(value, backward=backward)
        level &= key.same(value)
    return found | (level & last)
