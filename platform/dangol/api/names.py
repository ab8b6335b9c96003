"""What programs call a company's own fields: by their codes, where they have one (W1, U7).

Inside, a field has its name (`x_ab12cd34`). Codes are told and taken here, at the border:
what comes in is translated before anything reads it, and what goes out is told by code. A name is
taken still where there is a code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dangol.records.custom.definitions import is_custom, shape_of
from dangol.records.filters.groups import WHERE, called
from dangol.records.lists.listing import SORT

if TYPE_CHECKING:
    from dangol.api.problems import Problem
    from dangol.records.declaration import Record


def told(record: Record, name: str) -> str:
    """The name of a field, or of a filter by it (`x_ab12cd34.min`), as programs have it."""
    field, dot, rest = name.partition(".")
    own = shape_of(record.code).by_name.get(field) if is_custom(field) else None
    return f"{own.code}{dot}{rest}" if own is not None and own.code else name


def meant(record: Record, name: str) -> str:
    """The name inside of what a program calls a field, or a filter by it."""
    field, dot, rest = name.partition(".")
    return f"{shape_of(record.code).by_code.get(field, field)}{dot}{rest}"


def parameters(record: Record, given: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The parameters of a list as the kit reads them: filters, order and groups by names."""
    if not shape_of(record.code).by_code:
        return dict(given)
    found: dict[str, list[str]] = {}
    for name, texts in given.items():
        inside = meant(record, name)
        found[inside] = [*found.get(inside, []), *(_value(record, name, text) for text in texts)]
    return found


def _value(record: Record, name: str, text: str) -> str:
    if name == WHERE:
        return called(text, lambda each: meant(record, each))
    if name == SORT:
        return ",".join(_signed(record, part) for part in text.split(","))
    return text


def _signed(record: Record, part: str) -> str:
    sign = "-" if part.startswith("-") else ""
    return sign + meant(record, part.removeprefix("-"))


def of_problem(record: Record, problem: Problem) -> Problem:
    """The same refusal, the values it refuses by what the program calls them."""
    problem.errors = {told(record, name): words for name, words in problem.errors.items()}
    return problem
