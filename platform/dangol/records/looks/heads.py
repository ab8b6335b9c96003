"""The heads of a list's groups, from how many rows each has (U1)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dangol.i18n import figures
from dangol.records.cells import mark
from dangol.records.filters.look import GROUP, OPEN
from dangol.records.lists.listing import Listing
from dangol.records.lists.rows import SIZE_OF_MARK, Row
from dangol.records.lists.totals import written
from dangol.records.looks.kinds import Level
from dangol.records.looks.tallies import Tally, together

BETWEEN = "/"
"""Stands between the keys of a path: the group of the first level, then the one within."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """The head of one group, and its rows when it is open.

    path    its keys; `above` the path of the group it stands in, "" at the top
    mark    of who or what it is, as HTML; "" for groups that are no records
    figures {column: what it comes to, as it is written}
    first   rows of the list that stand before its own
    is_away the group it stands in is closed
    toggle  the list with the group opened or closed; `only` the list of nothing but its rows
    rows    those that came with the page; `more` the parameters that the next ones are asked with
    """

    path: str
    above: str
    words: str
    mark: str
    count: int
    shown_count: str
    figures: dict[str, str]
    first: int
    is_open: bool
    is_last: bool
    is_away: bool
    toggle: str
    only: str
    more: str = ""
    left: str = ""
    rows: list[Row] = field(default_factory=list)


class Nest:
    """Groups in groups, each with its tally, in their order and by their names.

    `below` has, for the values of a group, the groups right in it; () has the outermost.
    """

    def __init__(self, levels: Sequence[Level]) -> None:
        self.levels = levels
        self.below: dict[tuple[Any, ...], list[Tally]] = {}
        self._names: list[dict[Any, str]] = [{} for _level in levels]

    def fill(self, found: Sequence[Tally]) -> None:
        """Takes groups of the last level, and puts together what stands above them."""
        level = list(found)
        for place in range(len(self.levels), 0, -1):
            by_group: dict[tuple[Any, ...], list[Tally]] = {}
            for each in level:
                by_group.setdefault(each.values[:place], []).append(each)
            level = [together(parts, values) for values, parts in by_group.items()]
            for each in level:
                self.below.setdefault(each.values[:-1], []).append(each)

    def in_order(self, values: tuple[Any, ...]) -> list[Tally]:
        """The groups right in one, as they stand."""
        level, names = self.levels[len(values)], self._names[len(values)]
        found = {each.values[-1]: each for each in self.below.get(values, ())}
        unknown = [value for value in found if value not in names]
        if unknown:
            names |= level.names(unknown)
        return [found[value] for value in level.in_order(found, names)]

    def words(self, values: tuple[Any, ...]) -> str:
        """What a group is called, once it was asked for in its order."""
        return self._names[len(values) - 1][values[-1]]


class Tree(Nest):
    """Draws tallies as heads, outer groups before those in them."""

    def __init__(
        self, listing: Listing, user: Any, levels: Sequence[Level], hows: Mapping[str, str]
    ) -> None:
        super().__init__(levels)
        self.listing, self.hows = listing, hows
        self.filters = {
            name for each in listing.record.filters_for(user) for name in each.parameters
        }

    def path(self, values: Sequence[Any]) -> str:
        keys = [level.key(value) for level, value in zip(self.levels, values, strict=False)]
        return BETWEEN.join(keys)

    def usual(self) -> Collection[str]:
        """What stands open while nobody has opened or closed a group: the first one."""
        values: tuple[Any, ...] = ()
        paths = []
        while len(values) < len(self.levels) and self.below.get(values):
            values = self.in_order(values)[0].values
            paths.append(self.path(values))
        return paths

    def heads(
        self, opened: Collection[str], values: tuple[Any, ...] = (), first: int = 0,
        *, shown: bool = True,
    ) -> Iterator[Group]:  # fmt: skip
        """The groups in one, each followed by those in it."""
        if len(values) == len(self.levels):
            return
        for each in self.in_order(values):
            head = self._head(each, opened, first, shown=shown)
            yield head
            yield from self.heads(opened, each.values, first, shown=shown and head.is_open)
            first += each.count

    def figures(self, tally: Tally) -> dict[str, str]:
        """{column: figure} of the columns that are added up."""
        record = self.listing.record
        return {
            name: written(record, name, tally.sums[name].value(how), how)
            for name, how in self.hows.items()
            if name in tally.sums
        }

    def _head(self, tally: Tally, opened: Collection[str], first: int, *, shown: bool) -> Group:
        values, path = tally.values, self.path(tally.values)
        level, words = self.levels[len(values) - 1], self.words(values)
        is_record = level.kind == "relation" and values[-1] is not None
        return Group(
            path=path,
            above=self.path(values[:-1]),
            words=words,
            mark=mark(words, SIZE_OF_MARK) if is_record else "",
            count=tally.count,
            shown_count=figures.at_least(tally.count, is_over=tally.is_capped),
            figures=self.figures(tally),
            first=first,
            is_open=path in opened,
            is_last=len(values) == len(self.levels),
            is_away=not shown,
            toggle=self._toggle(path, opened),
            only=self._only(values),
        )

    def _toggle(self, path: str, opened: Collection[str]) -> str:
        """The list with this group opened or closed, for those without scripts."""
        left = sorted(each for each in opened if each != path)
        now = left if path in opened else [*left, path]
        return self.listing.address({OPEN: now or ["-"]})

    def _only(self, values: Sequence[Any]) -> str:
        """The list of these rows alone; "" where no filter can say so."""
        changes: dict[str, Any] = {}
        for level, value in zip(self.levels, values, strict=False):
            narrowed = level.narrowed(level.key(value))
            if not set(narrowed) <= self.filters:
                return ""
            changes |= {name: self._closer(name, each) for name, each in narrowed.items()}
        left = [level.code for level in self.levels[len(values) :]]
        return self.listing.address({**changes, GROUP: ",".join(left)})

    def _closer(self, name: str, values: list[str]) -> list[str]:
        """The end of a span, unless the list is filtered by a closer one already."""
        given = [each for each in self.listing.parameters.get(name, []) if each]
        if name.endswith(".from"):
            return [max([*values, *given])]
        return [min([*values, *given])] if name.endswith(".to") else values
