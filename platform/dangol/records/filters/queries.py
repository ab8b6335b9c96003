"""Conditions as the address of a list writes them, and as groups of conditions (U1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

from dangol.records.filters.groups import ALL, WHERE, Group, Leaf, Node, read_group, written

if TYPE_CHECKING:
    from dangol.records.declaration import Record


def conditions_of(record: Record, user: Any, query: str) -> str:
    """The filters of a list's address as groups of conditions, all of which must hold.

    RuleBroken when the groups in the address are damaged.
    """
    asked = parse_qs(query)
    leaves: list[Node] = []
    for each in record.filters_for(user):
        for operator in each.operators:
            values = {name: asked[name] for name in operator.parameters if asked.get(name)}
            if values:
                leaves.append(Leaf(values))
    where = "".join(asked.get(WHERE, [])[:1])
    if where and not leaves:
        return where
    if where:
        leaves.append(read_group(where))
    return written(Group(ALL, tuple(leaves))) if leaves else ""


def query_of(group: Group) -> str:
    """The address of the list that shows what the groups select; "" when they hold nothing.

    As plain filters where these can say it, so that the list draws them one by one.
    """
    if not group.parts:
        return ""
    names = [name for part in group.parts if isinstance(part, Leaf) for name in part.values]
    is_plain = group.kind == ALL and all(isinstance(part, Leaf) for part in group.parts)
    if not is_plain or len(names) != len(set(names)):
        return urlencode({WHERE: written(group)})
    values = {
        name: given
        for part in group.parts
        if isinstance(part, Leaf)
        for name, given in part.values.items()
    }
    return urlencode(values, doseq=True)
