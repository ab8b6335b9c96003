"""The filter bar of a list: one chip for each condition, and the menus that change it (U1).

Everything here is links and forms: a chip's parts lead to the same list with one thing changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dangol import clock
from dangol.records.filters.base import Condition, Filter, Operator
from dangol.records.filters.dates import period
from dangol.records.filters.groups import WHERE
from dangol.records.lists.listing import Listing
from dangol.records.lists.selection import FIND


@dataclass(frozen=True, kw_only=True)
class Control:
    """What asks for the value of one comparison: its inputs, and the rest of the address.

    inputs   (name, value) of what is written
    choices  (value, label, is chosen) of what is ticked or picked; `name` is their parameter
    rest     (name, value) of everything else in the address, for hidden inputs
    """

    kind: str
    name: str
    inputs: list[tuple[str, str]]
    choices: list[tuple[str, str, bool]]
    rest: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Chip:
    """One condition. `others` are (words, address, is chosen) of its filter's comparisons."""

    name: str
    label: str
    sign: str
    words: str
    without: str
    others: list[tuple[str, str, bool]]
    control: Control | None
    is_group: bool = False


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One filter that can be added."""

    name: str
    label: str
    control: Control


def chips(listing: Listing, user: Any) -> list[Chip]:
    """The conditions that are on, in the order of the declaration, and the find box last."""
    by_field = {each.field: each for each in listing.record.filters_for(user)}
    found = [
        _grouped(listing, each)
        if each.name == WHERE
        else _chip(listing, user, by_field[each.name], each)
        for each in listing.selection.conditions
    ]
    if listing.selection.find:
        found.append(
            Chip(
                name=FIND, label=_("Find"), sign="", words=listing.selection.find,
                without=listing.address({FIND: ""}), others=[], control=None,
            )
        )  # fmt: skip
    return found


def offers(listing: Listing, user: Any) -> list[Offer]:
    """The filters that are not on yet, each with its usual comparison."""
    on = {each.name for each in listing.selection.conditions}
    model = listing.record.model
    return [
        Offer(
            name=each.field,
            label=each.label(model),
            control=_control(listing, user, each, each.operators[0]),
        )
        for each in listing.record.filters_for(user)
        if each.field not in on
    ]


def _grouped(listing: Listing, condition: Condition) -> Chip:
    """The groups of conditions: one chip, which opens them."""
    return Chip(
        name=WHERE, label=condition.label, sign="", words=condition.words,
        without=listing.address({WHERE: ""}), others=[], control=None, is_group=True,
    )  # fmt: skip


def _chip(listing: Listing, user: Any, each: Filter, condition: Condition) -> Chip:
    off = dict.fromkeys(condition.parameters, "")
    return Chip(
        name=f"{each.field}-{condition.operator.code or 'is'}",
        label=condition.label,
        sign=str(condition.operator.sign),
        words=condition.words,
        without=listing.address(off),
        others=[
            (
                str(operator.words),
                listing.address({**off, **_carried(listing, condition.operator, operator)}),
                operator.code == condition.operator.code,
            )
            for operator in each.operators
        ],
        control=_control(listing, user, each, condition.operator),
    )


def _carried(listing: Listing, now: Operator, then: Operator) -> dict[str, str | Sequence[str]]:
    """The value as the other comparison takes it: the same, or its usual one."""
    if now.control == then.control:
        return {
            new: listing.parameters.get(old, [])
            for old, new in zip(now.parameters, then.parameters, strict=True)
        }
    if then.control == "dates":
        first, _last = period("this_month", clock.today())
        return {then.parameters[0]: first.isoformat()}
    return {then.parameters[0]: then.usual}


def _control(listing: Listing, user: Any, each: Filter, operator: Operator) -> Control:
    model = listing.record.model
    name = operator.parameters[0]
    chosen = listing.parameters.get(name, [])
    offered = each.offered(operator, model, user)
    return Control(
        kind=operator.control,
        name=name,
        inputs=[
            (parameter, "".join(listing.parameters.get(parameter, [])[:1]))
            for parameter in operator.parameters
        ],
        choices=[(value, label, value in chosen) for value, label in offered],
        rest=[
            (parameter, value)
            for parameter, values in listing.parameters.items()
            for value in values
            if parameter not in operator.parameters
        ],
    )
