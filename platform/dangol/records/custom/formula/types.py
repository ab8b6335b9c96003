"""The types of values in a formula."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from django.db.models import DecimalField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy

Type: TypeAlias = Literal["number", "text", "date", "flag"]

WORDS = {
    "number": gettext_lazy("a number"),
    "text": gettext_lazy("a text"),
    "date": gettext_lazy("a date"),
    "flag": gettext_lazy("yes or no"),
}
OF_KIND: dict[str, Type] = {
    "text": "text", "long": "text", "choice": "text", "number": "number", "money": "number",
    "date": "date", "flag": "flag",
}  # fmt: skip
"""Kinds of fields that formulas read."""


@dataclass(frozen=True)
class Value:
    """A part of a formula as SQL.

    constant   what stands there, when it is written as it is
    is_steady  it depends on nothing but the row, so an index can hold it
    """

    type: Type
    sql: Any
    constant: Any = None
    is_steady: bool = True


def exact(sql: Any) -> Any:
    """A number without limits, so that nothing in between runs over."""
    return Cast(sql, Unlimited())


class Unlimited(DecimalField):  # type: ignore[type-arg]
    """PostgreSQL's numeric as it is, without a fixed number of digits."""

    def __init__(self) -> None:
        super().__init__(max_digits=None, decimal_places=None)

    def db_type(self, connection: Any) -> str:
        return "numeric"

    def cast_db_type(self, connection: Any) -> str:
        return "numeric"
