"""The views above a list: those everybody finds, those that were shared, each user's own (U1).

A user's own views are kept with their settings, as a list of {"id", "name", "query"}; one that was
deleted keeps its place until the next one is, so that undoing is cheap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import parse_qs, urlencode

from django.core.cache import cache

from dangol.i18n import figures
from dangol.records.declaration import EVERYTHING, Record
from dangol.records.filters.look import LIST, LOOK, PASSING
from dangol.records.lists.counting import count_to
from dangol.records.lists.listing import COUNT_CAP, OWN, PLACE, VIEW
from dangol.records.lists.own import LOOKED, VIEWS, Own, of_view, read_own
from dangol.records.lists.selection import read_selection
from dangol.records.saved import arranged, shared

COUNTED_FOR = 15
"""Seconds that counts are kept; those of a user who changes a record go at once."""


@dataclass(frozen=True, kw_only=True)
class Pill:
    """One view as it stands above the list. `count` is "" until it is counted.

    kind        given with the record type, the user's own, or shared with the company
    may_change  the user may rename it, change what it shows, and delete it
    is_pinned   it stands above the list, not in the menu; `is_start`: the list opens with it
    look        how its user looked at it last, as parameters; its own query goes before
    """

    code: str
    label: str
    query: str
    kind: Literal["given", "own", "shared"]
    author: str = ""
    may_change: bool = False
    is_mine: bool = False
    is_active: bool = False
    is_pinned: bool = True
    is_start: bool = False
    count: str = ""
    look: str = ""

    @property
    def is_own(self) -> bool:
        return self.kind == "own"

    @property
    def address(self) -> str:
        look = "" if f"{LOOK}=" in self.query else self.look
        parts = (urlencode({VIEW: self.code}), self.query, look)
        return f"?{'&'.join(part for part in parts if part)}"


@dataclass(frozen=True, kw_only=True)
class Views:
    """The views of a list, and whether what is shown differs from the one that is chosen.

    pills  above the list, the chosen one among them; `more` stand in the menu
    """

    pills: list[Pill]
    more: list[Pill]
    active: Pill
    is_changed: bool
    is_counted: bool


def read_views(
    record: Record,
    user: Any,
    parameters: Mapping[str, Sequence[str]],
    own: Own | None = None,
) -> Views:
    """The views, with the counts that are still known; the chosen one is named by `view`.

    `own` is what the user has set for this list, when it was read already.
    """
    shown = plain(parameters)
    offered = offered_views(record, user, own)
    asked = "".join(parameters.get(VIEW, [])[:1])
    same = next((each for each in offered if plain_query(each.query) == shown), offered[0])
    chosen = next((each for each in offered if each.code == asked), same)
    counts = cache.get(cache_code(record, user)) or {}
    pills = [
        replace(each, is_active=each.code == chosen.code, count=counts.get(each.code, ""))
        for each in offered
    ]
    above = [each for each in pills if each.is_pinned or each.is_active]
    return Views(
        pills=above,
        more=[each for each in pills if each not in above],
        active=next(each for each in pills if each.is_active),
        is_changed=plain_query(chosen.query) != shown,
        is_counted=all(each.code in counts for each in above),
    )


def offered_views(record: Record, user: Any, own: Own | None = None) -> list[Pill]:
    """Every view that this user finds, in their order.

    A shared one that asks for a field which is hidden from them is none of theirs.
    """
    own = read_own(record, user) if own is None else own
    pills = [
        *(Pill(code=each.code, label=str(each.label), query=each.query, kind="given")
          for each in record.views_for(user)),
        *(Pill(code=each.code, label=each.name, query=each.query, kind="shared",
               author=each.author, may_change=each.may_change, is_mine=each.is_mine)
          for each in shared.kept().of(record.code, user)
          if record.opens(user, each.query)),
        *(Pill(code=each["id"], label=each["name"], query=each["query"], kind="own",
               may_change=True, is_mine=True)
          for each in present(own.get(VIEWS, []))),
    ]  # fmt: skip
    away, start = arranged.put_away(own), arranged.start_of(own)
    by_code = {each.code: each for each in pills}
    return [
        replace(
            by_code[code],
            is_pinned=code not in away,
            is_start=code == start,
            look=urlencode(of_view(own, code).get(LOOKED, {})),
        )
        for code in arranged.in_order(by_code, own)
    ]


def start_address(record: Record, user: Any, own: Own) -> str:
    """Where a list begins that was asked for without a word: `?` and the user's start, or ""."""
    code = arranged.start_of(own) or EVERYTHING
    if code == EVERYTHING and not of_view(own, EVERYTHING).get(LOOKED):
        return ""
    start = (each for each in offered_views(record, user, own) if each.code == code)
    return next((each.address for each in start), "")


def count_views(record: Record, user: Any, own: Own | None = None) -> None:
    """Counts every view above the list to the cap and keeps the figures for a moment."""
    visible = record.visible_to(user)
    counts = {}
    for pill in offered_views(record, user, own):
        if pill.is_pinned:
            counts[pill.code] = _counted(record, user, pill, visible)
    cache.set(cache_code(record, user), counts, COUNTED_FOR)


def forget_counts(record: Record, user: Any) -> None:
    """The views are counted anew when this user sees the list next: they changed a record."""
    cache.delete(cache_code(record, user))


def _counted(record: Record, user: Any, pill: Pill, visible: Any) -> str:
    selection = read_selection(record, user, parse_qs(pill.query), also=OWN)
    count, _few = count_to(COUNT_CAP, selection.of(visible))
    return figures.at_least(min(count, COUNT_CAP), is_over=count > COUNT_CAP)


def list_address(query: str, view: str = "") -> str:
    """The address of a list with this selection, `view` being the one that is chosen."""
    kept = parse_qs(query)
    chosen = [view] if view else kept.get(VIEW, [])
    return f"?{urlencode({VIEW: chosen, **plain(kept)}, True)}"


def plain(parameters: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What a view keeps of an address: filters, the find box, the order, how it is looked at."""
    left_out = {VIEW, *PLACE, *PASSING}
    found = {name: [value for value in values if value] for name, values in parameters.items()}
    if found.get(LOOK) == [LIST]:
        del found[LOOK]
    return {
        name: values for name, values in sorted(found.items()) if values and name not in left_out
    }


def plain_query(query: str) -> dict[str, list[str]]:
    return plain(parse_qs(query))


def present(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of a user's own views that were not deleted."""
    return [each for each in kept if not each.get("deleted")]


def cache_code(record: Record, user: Any) -> str:
    return f"views/{record.code}/{user.pk}"
