"""Groups of conditions: all of these, any of those, nested (U1).

Written in one value, which stays readable in an address and is the same in stored JSON:

    where=any(grade=1|2,all(owner=me,created_at.period=this_month))

`all(…)` and `any(…)` hold conditions and further groups; a condition is written with the parameters
of its filter (`;` between two of them), `|` between several values. In a value these signs and `%`
stand as %28 and so on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn, TypeAlias
from urllib.parse import unquote

from django.utils.translation import gettext as _

from dangol.errors import RuleBroken

WHERE = "where"
DEEPEST = 4
"""Groups within groups, the outermost among them."""
MOST = 40
"""Conditions in all groups together."""
LONGEST = 3_000
ALL, ANY = "all", "any"
_SIGNS = "%(),|;="
_TOKEN = re.compile(r"(all|any)\(|[),]|[^(),]+")


@dataclass(frozen=True)
class Leaf:
    """One condition: the parameters of one filter with their values."""

    values: dict[str, list[str]]


@dataclass(frozen=True)
class Group:
    """Conditions and groups of which all, or any, must hold."""

    kind: str
    parts: tuple[Leaf | Group, ...] = ()


Node: TypeAlias = Leaf | Group


def read_group(text: str) -> Group:
    """The groups as they are written; RuleBroken when they are damaged, too deep or too many."""
    if len(text) > LONGEST:
        raise RuleBroken("filter_group", _("These groups of conditions are too long."))
    tokens = [match[0] for match in _TOKEN.finditer(text)]
    if sum(map(len, tokens)) != len(text):
        _damaged()
    places = iter(tokens)
    if next(places, "")[:4] not in ("all(", "any("):
        _damaged()
    group = _group(text[:3], places, 1)
    if next(places, None) is not None:
        _damaged()
    if len(list(leaves(group))) > MOST:
        raise RuleBroken(
            "filter_group", _("At most %(most)s conditions can stand in groups.") % {"most": MOST}
        )
    return group


def _group(kind: str, tokens: Iterator[str], depth: int) -> Group:
    """The group whose opening was read, up to its closing bracket."""
    if depth > DEEPEST:
        raise RuleBroken(
            "filter_group", _("Groups can be nested %(deepest)s deep.") % {"deepest": DEEPEST}
        )
    parts: list[Node] = []
    word = next(tokens, "")
    while word != ")":
        if word in ("all(", "any("):
            parts.append(_group(word[:3], tokens, depth + 1))
        elif word and word != ",":
            parts.append(_leaf(word))
        else:
            _damaged()
        word = next(tokens, "")
        if word == ",":
            word = next(tokens, "")
        elif word != ")":
            _damaged()
    if not parts:
        _damaged()
    return Group(kind, tuple(parts))


def _leaf(text: str) -> Leaf:
    found: dict[str, list[str]] = {}
    for pair in text.split(";"):
        name, sign, values = pair.partition("=")
        if not sign or name in found:
            _damaged()
        found[name] = [unquote(value) for value in values.split("|")]
    return Leaf(found)


def written(node: Node) -> str:
    """The groups as one value of an address."""
    if isinstance(node, Group):
        return f"{node.kind}({','.join(written(part) for part in node.parts)})"
    return ";".join(
        f"{name}={'|'.join(_escaped(value) for value in values)}"
        for name, values in node.values.items()
    )


def leaves(node: Node) -> Iterator[Leaf]:
    """Every condition, in the order they are written."""
    if isinstance(node, Leaf):
        yield node
        return
    for part in node.parts:
        yield from leaves(part)


def named(text: str, names: Collection[str], values: Mapping[str, str]) -> str:
    """The groups with some values of these parameters said otherwise; damaged ones as they are."""
    try:
        return written(_renamed(read_group(text), names, values))
    except RuleBroken:
        return text


def called(text: str, name: Callable[[str], str]) -> str:
    """The groups with their parameters called otherwise; damaged ones as they are."""
    try:
        return written(_called(read_group(text), name))
    except RuleBroken:
        return text


def _called(node: Node, name: Callable[[str], str]) -> Node:
    if isinstance(node, Group):
        return Group(node.kind, tuple(_called(part, name) for part in node.parts))
    return Leaf({name(each): given for each, given in node.values.items()})


def _renamed(node: Node, names: Collection[str], values: Mapping[str, str]) -> Node:
    if isinstance(node, Group):
        return Group(node.kind, tuple(_renamed(part, names, values) for part in node.parts))
    return Leaf(
        {
            name: [values.get(value, value) for value in given] if name in names else given
            for name, given in node.values.items()
        }
    )


def names_in(text: str) -> set[str] | None:
    """Names of the parameters that the groups use; None when they cannot be read."""
    try:
        return {name for leaf in leaves(read_group(text)) for name in leaf.values}
    except RuleBroken:
        return None


def _escaped(value: str) -> str:
    return "".join(f"%{ord(sign):02X}" if sign in _SIGNS else sign for sign in value)


def _damaged() -> NoReturn:
    raise RuleBroken("filter_group", _("The groups of conditions are damaged."))
