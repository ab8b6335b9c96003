"""The builder of groups: what its form holds, and what its buttons change (U1).

The form carries every condition and group by its place (`0.1` is the second part of the first part)
and is drawn anew after each change. So it works without scripts, and nothing is kept in between.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from dangol.errors import RuleBroken
from dangol.records.filters.base import Filter, Operator
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
Parts: TypeAlias = tuple[Node, ...]


def read_form(record: Record, user: Any, posted: Mapping[str, Sequence[str]]) -> Group:
    """The groups that the form holds, the deed of its button done; conditions may lack a value."""
    filters = record.filters_for(user)
    group = _read(ROOT, posted, filters)
    deed, _colon, place = "".join(posted.get(DO, [])[:1]).partition(":")
    change = _DEEDS.get(deed)
    if change is None or not filters:
        return group
    return _changed(group, place, lambda node, kind: change(node, kind, _fresh(filters[0])))


def first_group(record: Record, user: Any, where: str) -> Group:
    """The groups that are on, or one condition to begin with."""
    try:
        return read_group(where)
    except RuleBroken:
        return Group(ALL, tuple(map(_fresh, record.filters_for(user)[:1])))


def taken_in(
    record: Record, user: Any, rest: Mapping[str, list[str]], group: Group
) -> tuple[dict[str, list[str]], Group]:
    """(the address without its plain filters, the groups with these as their first conditions)."""
    operators = [each for one in record.filters_for(user) for each in one.operators]
    found = [{name: rest[name] for name in each.parameters if name in rest} for each in operators]
    taken = tuple(Leaf(values) for values in found if values)
    names = {name for leaf in taken for name in leaf.values}
    inside = group.parts if group.kind == ALL else (group,)
    left = {name: values for name, values in rest.items() if name not in names}
    return left, Group(ALL, (*taken, *inside))


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


def _add(node: Node, _kind: str, fresh: Leaf) -> Parts:
    return _with(node, fresh)


def _add_group(node: Node, _kind: str, fresh: Leaf) -> Parts:
    kind = node.kind if isinstance(node, Group) else ALL
    return _with(node, Group(_other(kind), (fresh,)))


def _wrap(node: Node, kind: str, fresh: Leaf) -> Parts:
    """A condition as the first of a group of its own, with room for another."""
    return (Group(_other(kind), (node, fresh)),) if isinstance(node, Leaf) else (node,)


def _unwrap(node: Node, _kind: str, _leaf: Leaf) -> Parts:
    return node.parts if isinstance(node, Group) else (node,)


def _drop(_node: Node, _kind: str, _leaf: Leaf) -> Parts:
    return ()


_DEEDS: dict[str, Callable[[Node, str, Leaf], Parts]] = {
    "add": _add, "group": _add_group, "wrap": _wrap, "unwrap": _unwrap, "drop": _drop,
}  # fmt: skip
"""What the buttons do with what stands at a place, in a group of a kind; the leaf is a new one."""
Change: TypeAlias = Callable[[Node, str], Parts]
"""(what stands at a place, the kind of the group around it) to what shall stand there."""


def _other(kind: str) -> str:
    return ALL if kind == ANY else ANY


def _with(node: Node, part: Node) -> Parts:
    return (Group(node.kind, (*node.parts, part)),) if isinstance(node, Group) else (node,)


def _changed(group: Group, place: str, change: Change) -> Group:
    """The groups with what stands at `place` changed; as they were when nothing stands there."""
    changed = _at(group, ALL, [int(step) for step in _steps(place)], change)
    if len(changed) == 1 and isinstance(changed[0], Group):
        return changed[0]
    return Group(group.kind, changed if place != ROOT else ())


def _at(node: Node, kind: str, steps: list[int], change: Change) -> Parts:
    """What stands in the place of `node`, in a group of `kind`, afterwards."""
    if not steps:
        return change(node, kind)
    if isinstance(node, Leaf) or steps[0] >= len(node.parts):
        return (node,)
    parts = [
        _at(part, node.kind, steps[1:], change) if number == steps[0] else (part,)
        for number, part in enumerate(node.parts)
    ]
    return (Group(node.kind, tuple(one for some in parts for one in some)),)


def _steps(place: str) -> list[str]:
    return [step for step in place.split(".")[1:] if step.isascii() and step.isdigit()]
