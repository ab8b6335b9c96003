"""A list in groups: heads with counts and figures, and the rows of those that stand open (U1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import QuerySet

from dangol.i18n import figures
from dangol.records.filters.look import EXACT
from dangol.records.lists.listing import (
    AFTER,
    COUNT_CAP,
    PAGE_SIZE,
    Listing,
    read_order,
    with_relations,
)
from dangol.records.lists.paging import read_page, read_place
from dangol.records.lists.rows import read_rows
from dangol.records.lists.totals import NOTHING
from dangol.records.looks.heads import BETWEEN, Group, Tree
from dangol.records.looks.kinds import Level, WrongKey
from dangol.records.looks.tallies import (
    MOST_GROUPS,
    capped_tallies,
    merged,
    tallies,
    together,
)

READY = 5
"""Open groups whose rows come with the page; those of further ones come after it."""
OPENED = "opened"
"""Name under which a view's open groups are kept: {"of": the levels, "paths": [...]}."""
MOST_OPEN = 100
IN, FIRST, LEFT = "in", "first", "left"
"""Parameters that ask for the rows of one group: its path, rows before them, rows from there on."""


@dataclass(frozen=True, kw_only=True)
class Grouped:
    """The list in groups.

    totals    {column: figure} over all of them; {} when only the database could say
    is_cut    there are more groups than are shown
    exact     the list with exact counts and figures, when these are counted to a cap; or ""
    """

    groups: list[Group]
    totals: dict[str, str]
    is_cut: bool
    exact: str


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """What a list is grouped by, and how.

    hows    {number column: how it is added up}
    opened  paths of the groups that stand open; None: the usual ones
    exact   counts and figures are wanted beyond the cap, too
    """

    levels: Sequence[Level]
    hows: Mapping[str, str]
    opened: Collection[str] | None = None
    exact: bool = False


def read_grouped(listing: Listing, user: Any, asked: Grouping) -> Grouped:
    """The groups of the list's selection."""
    tree = Tree(listing, user, asked.levels, asked.hows)
    is_capped = listing.is_capped and not asked.exact and _fill_capped(tree, user, asked)
    is_cut = False if is_capped else _fill(tree, user, asked)
    heads = list(tree.heads(tree.usual() if asked.opened is None else asked.opened))
    ready = 0
    for place, head in enumerate(heads):
        if head.is_last and head.is_open and not head.is_away and ready < READY:
            heads[place] = with_rows(listing, user, asked.levels, head)
            ready += 1
    outermost = tree.below.get((), [])
    totals = {} if is_cut or is_capped else tree.figures(together(outermost, ()))
    exact = listing.address({EXACT: "yes"}) if is_capped else ""
    return Grouped(groups=heads, totals=totals, is_cut=is_cut, exact=exact)


def heads_in(listing: Listing, user: Any, asked: Grouping, path: str) -> list[Group]:
    """The groups in one of the outer ones; WrongKey for a path that leads nowhere."""
    tree = Tree(listing, user, asked.levels, asked.hows)
    outer = tree.levels[:1]
    rows = listing.selection.of(listing.record.visible_to(user)).filter(within(outer, path))
    value = outer[0].value(path)
    if not listing.is_capped or not _fill_below(tree, rows, (value,)):
        tree.fill(merged(tallies(rows, asked.levels, _numbers(asked))[:MOST_GROUPS]))
    return list(tree.heads(asked.opened or (), (value,)))


def _fill(tree: Tree, user: Any, asked: Grouping) -> bool:
    """Counts every group exactly, in one statement; whether there are more than are shown."""
    rows = tree.listing.selection.of(tree.listing.record.visible_to(user))
    found = tallies(rows, asked.levels, _numbers(asked))
    tree.fill(merged(found[:MOST_GROUPS]))
    return len(found) > MOST_GROUPS


def _fill_capped(tree: Tree, user: Any, asked: Grouping) -> bool:
    """Counts the outer groups, and those in open ones, to a cap; False when that cannot be."""
    rows = tree.listing.selection.of(tree.listing.record.visible_to(user))
    if not _fill_below(tree, rows, ()):
        return False
    if len(asked.levels) > 1:
        opened = tree.usual() if asked.opened is None else asked.opened
        for each in tree.below[()]:
            if tree.path(each.values) in opened:
                within_it = rows.filter(within(asked.levels[:1], tree.path(each.values)))
                if not _fill_below(tree, within_it, each.values):
                    return False
    return True


def _fill_below(tree: Tree, rows: QuerySet[Any], values: tuple[Any, ...]) -> bool:
    level = tree.levels[len(values)]
    everything = tree.listing.record.visible_to(None)
    found = capped_tallies(rows, everything, level, values, COUNT_CAP)
    if found is not None:
        tree.below[values] = merged(found)
    return found is not None


def _numbers(asked: Grouping) -> list[str]:
    return [name for name, how in asked.hows.items() if how != NOTHING]


def kept_open(own: Mapping[str, Any], levels: Sequence[Level]) -> Collection[str] | None:
    """Paths of the groups that the user left open; None when nobody has opened or closed one."""
    kept = own.get(OPENED)
    if not isinstance(kept, dict) or kept.get("of") != written_levels(levels):
        return None
    return [path for path in kept.get("paths", ()) if isinstance(path, str)]


def remembered(levels: Sequence[Level], opened: Sequence[str]) -> dict[str, Any]:
    """What is remembered of a view's open groups."""
    return {"of": written_levels(levels), "paths": [path[:200] for path in opened[:MOST_OPEN]]}


def written_levels(levels: Sequence[Level]) -> str:
    return ",".join(level.code for level in levels)


def within(levels: Sequence[Level], path: str) -> Any:
    """What selects the rows of a group; WrongKey for a path that leads nowhere."""
    keys = path.split(BETWEEN)
    if len(keys) != len(levels):
        raise WrongKey(path)
    return reduce(and_, (level.condition(key) for level, key in zip(levels, keys, strict=True)))


def with_rows(
    listing: Listing, user: Any, levels: Sequence[Level], group: Group, after: str = ""
) -> Group:
    """The group with its next rows, found by keyset in the list's own order."""
    record = listing.record
    order, _sort = read_order(record, user, listing.parameters, [])
    rows: QuerySet[Any] = listing.selection.of(record.visible_to(user))
    rows = rows.filter(within(levels, group.path))
    columns = [head.column for head in listing.heads]
    page = read_page(
        record.listed(with_relations(record, columns, rows)),
        order,
        PAGE_SIZE,
        after=read_place(order, after),
    )
    drawn = read_rows(replace(listing, page=page, first=group.first))
    if not page.after:
        return replace(group, rows=drawn)
    left, shown = max(0, group.count - len(drawn)), group.first + len(drawn)
    changes = {IN: group.path, FIRST: str(shown), LEFT: str(left), AFTER: page.after}
    return replace(
        group, rows=drawn, more=listing.address(changes), left=figures.number(left) if left else ""
    )
