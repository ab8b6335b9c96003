"""The filters of the customers' list as the audience screen draws them (G6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dangol.records import ChoiceFilter, RelationFilter
from dangol.records.filters import Filter
from dangol.records.selection import FIND
from modules.base.records import customer_record


@dataclass(frozen=True)
class Control:
    """One filter: its inputs as (name, value), its options as (value, label, is chosen)."""

    kind: str
    name: str
    label: str
    inputs: list[tuple[str, str]]
    options: list[tuple[str, str, bool]]


def controls(user: Any, parameters: Mapping[str, Sequence[str]]) -> list[Control]:
    """The filters open to the user, filled with what is chosen."""
    return [_control(each, user, parameters) for each in customer_record.filters_for(user)]


def find_text(parameters: Mapping[str, Sequence[str]]) -> str:
    """What stands in the find box."""
    return "".join(parameters.get(FIND, [])[:1])


def _control(each: Filter, user: Any, parameters: Mapping[str, Sequence[str]]) -> Control:
    model = customer_record.model
    chosen = parameters.get(each.field, [])
    offered: list[tuple[str, str]] = []
    if isinstance(each, ChoiceFilter | RelationFilter):
        offered = each.options(model, user)
    return Control(
        kind=each.kind,
        name=each.field,
        label=each.label(model),
        inputs=[(name, "".join(parameters.get(name, [])[:1])) for name in each.parameters],
        options=[(value, label, value in chosen) for value, label in offered],
    )
