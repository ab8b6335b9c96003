"""What a list says of its number columns: sum, average, smallest, largest; each user's choice (U1).

Chosen for each column and remembered for each view. Groups and the foot say the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import (
    Avg,
    BigIntegerField,
    Count,
    DecimalField,
    FloatField,
    IntegerField,
    Max,
    Min,
    QuerySet,
    Sum,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.records.declaration import Record
from dangol.records.lists.own import Own, of_view
from dangol.records.parts import Column

SUM, AVERAGE, LEAST, MOST, NOTHING = "sum", "avg", "min", "max", "none"
WORDS = {
    SUM: gettext_lazy("Sum"),
    AVERAGE: gettext_lazy("Average"),
    LEAST: gettext_lazy("Smallest"),
    MOST: gettext_lazy("Largest"),
    NOTHING: gettext_lazy("Nothing"),
}
TOTALS = "totals"
"""Name under which a view's choice is kept: {column: how it is added up}."""
AGGREGATES = {SUM: Sum, AVERAGE: Avg, LEAST: Min, MOST: Max}


@dataclass(frozen=True)
class Summed:
    """What one column comes to over some rows; rows without a value do not count.

    Kept so that two of them can be put together.
    """

    filled: int = 0
    total: Any = 0
    least: Any = None
    most: Any = None

    def __add__(self, other: Summed) -> Summed:
        if not self.filled or not other.filled:
            return self if self.filled else other
        return Summed(
            self.filled + other.filled,
            self.total + other.total,
            min(self.least, other.least),
            max(self.most, other.most),
        )

    def value(self, how: str) -> Any:
        """The figure, or None when no row has a value; an average is rounded half up."""
        if not self.filled:
            return 0 if how == SUM else None
        if how == AVERAGE:
            mean = Decimal(self.total) / self.filled
            return mean.quantize(Decimal(1), ROUND_HALF_UP)
        return {SUM: self.total, LEAST: self.least, MOST: self.most}[how]


def parts_of(name: str) -> dict[str, Any]:
    """What the database must say of a column for a `Summed`."""
    return {
        f"{name}_filled": Count(name),
        f"{name}_total": Sum(name),
        f"{name}_least": Min(name),
        f"{name}_most": Max(name),
    }


def summed(name: str, row: Mapping[str, Any]) -> Summed:
    """A column's `Summed` out of a row that has its parts."""
    return Summed(
        row[f"{name}_filled"],
        row[f"{name}_total"] or 0,
        row[f"{name}_least"],
        row[f"{name}_most"],
    )


def is_number(record: Record, column: Column) -> bool:
    """Whether the column holds numbers to reckon with; choices that are numbers are words."""
    try:
        field = record.model_field(column.name)
    except (FieldDoesNotExist, TypeError):
        return False
    is_plain = isinstance(field, IntegerField | DecimalField | FloatField)
    return is_plain and not field.flatchoices


def wanted(
    record: Record, columns: Sequence[Column], own: Own | None = None, view: str = ""
) -> dict[str, str]:
    """{number column: how its foot reckons} as the user chose in this view, or as declared."""
    kept = of_view(own or {}, view).get(TOTALS)
    chosen = kept if isinstance(kept, dict) else {}
    found = {}
    for column in columns:
        if is_number(record, column):
            how = chosen.get(column.name, SUM if column.total else NOTHING)
            found[column.name] = how if how in WORDS else NOTHING
    return found


def totals(record: Record, rows: QuerySet[Any], asked: Mapping[str, str]) -> dict[str, str]:
    """{column: its figure as it is written} over all rows, in one statement; {} for none."""
    hows = {name: how for name, how in asked.items() if how != NOTHING}
    if not hows:
        return {}
    found = rows.aggregate(**{name: AGGREGATES[how](name) for name, how in hows.items()})
    return {
        name: written(record, name, _whole(found[name]) if how == AVERAGE else found[name], how)
        for name, how in hows.items()
    }


def written(record: Record, name: str, value: Any, how: str) -> str:
    """A figure as people read it: money with its sign."""
    if value is None and how == SUM:
        value = 0
    is_money = isinstance(record.model_field(name), BigIntegerField)
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    return figures.won(value) if is_money else figures.number(value)


def chosen_totals(
    record: Record, columns: Sequence[Column], kept: Mapping[str, Any], column: str, how: str
) -> dict[str, Any]:
    """The view's choices with one more. RuleBroken for a column without numbers, or hidden."""
    if how not in WORDS:
        raise RuleBroken("total_unknown", _("Choose from the list."))
    if column not in {each.name for each in columns if is_number(record, each)}:
        sentence = _("“%(name)s” is no column that can be added up.") % {"name": column[:30]}
        raise RuleBroken("total_unknown", sentence)
    return {**kept, column: how}


def _whole(value: Any) -> Any:
    return None if value is None else Decimal(value).quantize(Decimal(1), ROUND_HALF_UP)
