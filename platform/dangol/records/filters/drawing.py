"""Groups of conditions as the builder draws them, each with what asks for its value (U1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse

from dangol import access
from dangol.errors import RuleBroken
from dangol.records import types
from dangol.records.filters.base import Filter, Operator
from dangol.records.filters.builder import ROOT, VALUE, first_group
from dangol.records.filters.grouping import filter_of
from dangol.records.filters.groups import ALL, ANY, DEEPEST, Group, Leaf
from dangol.records.filters.links import LinkFilter

if TYPE_CHECKING:
    from dangol.records.declaration import Record


@dataclass(frozen=True, kw_only=True)
class Part:
    """A condition or a group. `join`: how it goes with the part before it (all, any, "").

    q      what it selects; None while it asks nothing that can be used
    count  how many it alone selects, in words; "" while they are not counted
    """

    place: str
    join: str = ""
    q: Q | None = None
    count: str = ""


@dataclass(frozen=True, kw_only=True)
class Line(Part):
    """One condition by the field `name`. `inputs` are (name, value); `choices` (value, label).

    problem  why what is written cannot be used
    suggest  address of what is offered while one writes
    """

    filters: list[tuple[str, str]]
    name: str
    operators: list[tuple[str, str, bool]]
    label: str
    control: str
    inputs: list[tuple[str, str]] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)
    chosen: Sequence[str] = ()
    problem: str = ""
    suggest: str = ""
    can_wrap: bool = False
    is_line: bool = True


@dataclass(frozen=True, kw_only=True)
class Box(Part):
    """One group."""

    kind: str
    parts: list[Line | Box]
    is_deepest: bool
    is_line: bool = False

    @property
    def is_any(self) -> bool:
        return self.kind == ANY


def fitting(record: Record, user: Any, where: str) -> tuple[Group, str]:
    """(the kept groups, why they are none): one that the user may not use is left out, and said."""
    if not where:
        return Group(ALL), ""
    group = first_group(record, user, where)
    try:
        draw(record, user, group)
    except RuleBroken as broken:
        return Group(ALL), str(broken)
    return group, ""


def draw(record: Record, user: Any, group: Group) -> Box:
    """The groups with everything in them. RuleBroken when a filter in them is not open."""
    return _Drawing(record, user, record.filters_for(user)).box(group, ROOT, 1)


def parts_in(box: Box) -> Iterator[Line | Box]:
    """Everything inside the groups, in the order it stands."""
    for part in box.parts:
        yield part
        if isinstance(part, Box):
            yield from parts_in(part)


def problems_in(box: Box) -> list[str]:
    """Why conditions cannot be used, in the order they stand."""
    return [part.problem for part in parts_in(box) if isinstance(part, Line) and part.problem]


def counted(part: Line | Box, counts: Mapping[str, str]) -> Line | Box:
    """The same with {place: how many}."""
    count = counts.get(part.place, "")
    if isinstance(part, Line):
        return replace(part, count=count)
    return replace(part, count=count, parts=[counted(each, counts) for each in part.parts])


@dataclass(frozen=True)
class _Drawing:
    record: Record
    user: Any
    filters: Sequence[Filter]

    def box(self, group: Group, place: str, depth: int) -> Box:
        parts: list[Line | Box] = []
        for number, part in enumerate(group.parts):
            at = f"{place}.{number}"
            drawn = (
                self.box(part, at, depth + 1)
                if isinstance(part, Group)
                else self.line(part, at, can_wrap=depth < DEEPEST)
            )
            parts.append(replace(drawn, join=group.kind if number else ""))
        asked = [part.q for part in parts if part.q is not None]
        q = reduce(and_ if group.kind == ALL else or_, asked) if asked else None
        return Box(place=place, q=q, kind=group.kind, parts=parts, is_deepest=depth >= DEEPEST)

    def line(self, leaf: Leaf, place: str, *, can_wrap: bool) -> Line:
        each, model = filter_of(leaf, self.filters), self.record.model
        operator = next(one for one in each.operators if set(leaf.values) & set(one.parameters))
        q, problem = self._read(each, leaf)
        return Line(
            place=place,
            q=q,
            problem=problem,
            name=each.field,
            filters=[(one.field, one.label(model)) for one in self.filters],
            operators=[
                (one.code, str(one.words), one.code == operator.code) for one in each.operators
            ],
            label=each.label(model),
            control=operator.control,
            inputs=[
                (f"{VALUE}:{place}:{name}", "".join(leaf.values.get(name, [])[:1]))
                for name in operator.parameters
            ],
            choices=each.offered(operator, model, self.user),
            chosen=leaf.values.get(operator.parameters[0], []),
            suggest=self._suggest(each, operator),
            can_wrap=can_wrap,
        )

    def _read(self, each: Filter, leaf: Leaf) -> tuple[Q | None, str]:
        """(what the condition selects, why it cannot be used)."""
        values = {name: leaf.values.get(name, []) for name in each.parameters}
        try:
            found = each.conditions(self.record.model, values, self.user)
        except RuleBroken as broken:
            return None, str(broken)
        return (reduce(and_, (one.q for one in found)) if found else None), ""

    def _suggest(self, each: Filter, operator: Operator) -> str:
        """Where names of records are looked up, if the user may see any of them."""
        target = types.records().get(each.to) if isinstance(each, LinkFilter) else None
        if target is None or operator.control != "text":
            return ""
        may = access.user_can(self.user, target.permission("view"))
        return reverse(target.url_name("choices")) if may else ""
