"""The builder of groups: what its form holds, and what its buttons change (U1).

The form carries every condition and group by its place (`0.1` is the second part of the first part)
and is drawn anew after each change. So it works without scripts, and nothing is kept in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dangol.errors import RuleBroken
from dangol.records.filters.base import Filter, Operator
from dangol.records.filters.grouping import filter_of
from dangol.records.filters.groups import (
    ALL,
    ANY,
    DEEPEST,
    MOST,
    Group,
    Leaf,
    Node,
    read_group,
    written,
)

if TYPE_CHECKING:
    from dangol.records.declaration import Record

ROOT = "0"
KIND, FIELD, COMPARE, VALUE, DO = "k", "f", "o", "v", "do"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One condition as it is drawn. `inputs` are (name, value); `choices` (value, label)."""

    place: str
    filters: list[tuple[str, str, bool]]
    operators: list[tuple[str, str, bool]]
    label: str
    control: str
    inputs: list[tuple[str, str]] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)
    chosen: Sequence[str] = ()
    is_line: bool = True


@dataclass(frozen=True, kw_only=True)
class Box:
    """One group as it is drawn."""

    place: str
    kind: str
    parts: list[Line | Box]
    is_deepest: bool
    is_line: bool = False

    @property
    def is_any(self) -> bool:
        return self.kind == ANY


def read_form(record: Record, user: Any, posted: Mapping[str, Sequence[str]]) -> Group:
    """The groups that the form holds, the deed of its button done; conditions may lack a value."""
    filters = record.filters_for(user)
    group = _read(ROOT, posted, filters)
    deed, _colon, place = "".join(posted.get(DO, [])[:1]).partition(":")
    if deed == "add":
        return _changed(group, place, lambda node: _with(node, _fresh(filters[0])))
    if deed == "group":
        return _changed(group, place, lambda node: _with(node, Group(ANY, (_fresh(filters[0]),))))
    if deed == "drop":
        return _without(group, place)
    return group


def first_group(record: Record, user: Any, where: str) -> Group:
    """The groups that are on, or one condition to begin with."""
    try:
        return read_group(where)
    except RuleBroken:
        return Group(ALL, (_fresh(record.filters_for(user)[0]),))


def draw(record: Record, user: Any, group: Group, place: str = ROOT, depth: int = 1) -> Box:
    """The group with everything in it, as the template shows it."""
    filters = record.filters_for(user)
    parts: list[Line | Box] = []
    for number, part in enumerate(group.parts):
        at = f"{place}.{number}"
        if isinstance(part, Group):
            parts.append(draw(record, user, part, at, depth + 1))
        else:
            parts.append(_line(record, user, filters, part, at))
    return Box(place=place, kind=group.kind, parts=parts, is_deepest=depth >= DEEPEST)


def finished(node: Node) -> str:
    """The groups as an address holds them: conditions without a value are left out."""
    full = _full(node)
    return written(full) if isinstance(full, Group) else ""


def _full(node: Node) -> Node | None:
    if isinstance(node, Leaf):
        values = {name: [value for value in given if value] for name, given in node.values.items()}
        values = {name: given for name, given in values.items() if given}
        return Leaf(values) if values else None
    parts = tuple(part for part in map(_full, node.parts) if part is not None)
    return Group(node.kind, parts) if parts else None


def _read(place: str, posted: Mapping[str, Sequence[str]], filters: Sequence[Filter]) -> Group:
    """The group at a place with its parts, which are numbered without gaps."""
    parts: list[Node] = []
    for number in range(MOST):
        at = f"{place}.{number}"
        if f"{KIND}:{at}" in posted and at.count(".") < DEEPEST:
            parts.append(_read(at, posted, filters))
        elif f"{FIELD}:{at}" in posted:
            parts.append(_read_leaf(at, posted, filters))
        else:
            break
    kind = ANY if posted.get(f"{KIND}:{place}", [ALL])[0] == ANY else ALL
    return Group(kind, tuple(parts))


def _read_leaf(at: str, posted: Mapping[str, Sequence[str]], filters: Sequence[Filter]) -> Leaf:
    name = posted[f"{FIELD}:{at}"][0]
    each = next((one for one in filters if one.field == name), filters[0])
    asked = "".join(posted.get(f"{COMPARE}:{at}", [])[:1])
    operator = next((one for one in each.operators if one.code == asked), each.operators[0])
    values = {
        parameter: list(posted.get(f"{VALUE}:{at}:{parameter}", []))
        for parameter in operator.parameters
    }
    if not any(any(given) for given in values.values()):
        return _fresh(each, operator)
    return Leaf(values)


def _fresh(each: Filter, operator: Operator | None = None) -> Leaf:
    """A condition as it begins: its usual value, or none yet."""
    operator = operator or each.operators[0]
    values = {name: [""] for name in operator.parameters}
    values[operator.parameters[0]] = [operator.usual]
    return Leaf(values)


def _with(node: Node, part: Node) -> Node:
    return Group(node.kind, (*node.parts, part)) if isinstance(node, Group) else node


def _changed(group: Group, place: str, change: Any) -> Group:
    """The groups with what stands at `place` changed; as they were when nothing stands there."""
    changed = _at(group, [int(step) for step in _steps(place)], change)
    return changed if isinstance(changed, Group) else group


def _at(node: Node, steps: list[int], change: Any) -> Node | None:
    if not steps:
        found: Node | None = change(node)
        return found
    if isinstance(node, Leaf) or steps[0] >= len(node.parts):
        return node
    parts = [
        _at(part, steps[1:], change) if number == steps[0] else part
        for number, part in enumerate(node.parts)
    ]
    return replace(node, parts=tuple(part for part in parts if part is not None))


def _without(group: Group, place: str) -> Group:
    return _changed(group, place, lambda node: None) if place != ROOT else Group(ALL)


def _steps(place: str) -> list[str]:
    return [step for step in place.split(".")[1:] if step.isascii() and step.isdigit()]


def _line(record: Record, user: Any, filters: Sequence[Filter], leaf: Leaf, place: str) -> Line:
    each = filter_of(leaf, filters)
    operator = next(one for one in each.operators if set(leaf.values) & set(one.parameters))
    first = leaf.values.get(operator.parameters[0], [])
    return Line(
        place=place,
        filters=[(one.field, one.label(record.model), one is each) for one in filters],
        operators=[(one.code, str(one.words), one.code == operator.code) for one in each.operators],
        label=each.label(record.model),
        control=operator.control,
        inputs=[
            (f"{VALUE}:{place}:{name}", "".join(leaf.values.get(name, [])[:1]))
            for name in operator.parameters
        ],
        choices=each.offered(operator, record.model, user),
        chosen=first,
    )
