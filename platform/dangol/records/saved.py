"""The views above a list: those everybody finds, and each user's own (U1).

A user's own views are kept with their settings, as a list of {"id", "name", "query"}; one that was
deleted keeps its place until the next one is, so that undoing is cheap.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.core.cache import cache
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.ids import new_id
from dangol.records.counting import count_to
from dangol.records.declaration import Record
from dangol.records.listing import COUNT_CAP, OWN, PLACE, VIEW
from dangol.records.own import VIEWS, Own, change_own, read_own
from dangol.records.selection import read_selection
from dangol.records.text import clean_line

MOST = 20
"""Views that a user may keep of one list."""
LONGEST_NAME = 40
LONGEST_QUERY = 4_000
COUNTED_FOR = 15
"""Seconds that counts are kept."""


@dataclass(frozen=True, kw_only=True)
class Pill:
    """One view as it stands above the list. `count` is "" until it is counted."""

    code: str
    label: str
    query: str
    is_own: bool
    is_active: bool = False
    count: str = ""

    @property
    def address(self) -> str:
        return f"?{urlencode({VIEW: self.code})}&{self.query}".rstrip("&")


@dataclass(frozen=True, kw_only=True)
class Views:
    """The views of a list, and whether what is shown differs from the one that is chosen."""

    pills: list[Pill]
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
    offered = [
        *(Pill(code=each.code, label=str(each.label), query=each.query, is_own=False)
          for each in record.views_for(user)),
        *(Pill(code=each["id"], label=each["name"], query=each["query"], is_own=True)
          for each in _present(_own(record, user, own))),
    ]  # fmt: skip
    asked = "".join(parameters.get(VIEW, [])[:1])
    same = next((each for each in offered if _plain_query(each.query) == shown), offered[0])
    active = next((each for each in offered if each.code == asked), same)
    counts = cache.get(_cache_code(record, user)) or {}
    pills = [
        Pill(
            code=each.code, label=each.label, query=each.query, is_own=each.is_own,
            is_active=each.code == active.code, count=counts.get(each.code, ""),
        )
        for each in offered
    ]  # fmt: skip
    return Views(
        pills=pills,
        active=active,
        is_changed=_plain_query(active.query) != shown,
        is_counted=all(each.code in counts for each in offered),
    )


def count_views(record: Record, user: Any) -> None:
    """Counts every view to the cap and keeps the figures for a moment."""
    visible = record.visible_to(user)
    counts = {}
    for pill in read_views(record, user, {}).pills:
        selection = read_selection(record, user, parse_qs(pill.query), also=OWN)
        count, _few = count_to(COUNT_CAP, selection.of(visible))
        capped = count > COUNT_CAP
        counts[pill.code] = f"{figures.number(min(count, COUNT_CAP))}{'+' if capped else ''}"
    cache.set(_cache_code(record, user), counts, COUNTED_FOR)


def save_view(record: Record, user: Any, name: str, query: str) -> str:
    """Keeps a selection under a name; its id. RuleBroken for an empty name and too many views."""
    view = {"id": str(new_id()), "name": _named(name), "query": _selection(query)}

    def added(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
        present = _present(kept)
        if len(present) >= MOST:
            raise RuleBroken(
                "views_full",
                _("You keep %(most)s views of this list; delete one first.") % {"most": MOST},
            )
        return [*present, view]

    _change(record, user, added)
    return view["id"]


def change_view(record: Record, user: Any, view: str, *, name: str = "", query: str = "") -> None:
    """Gives a user's own view another name, or the selection that is shown now.

    RuleBroken when it is none of the user's, and for a selection that is too long.
    """
    new = ({"name": _named(name)} if name else {}) | ({"query": _selection(query)} if query else {})

    def changed(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
        _find(kept, view).update(new)
        return kept

    _change(record, user, changed)


def delete_view(record: Record, user: Any, view: str) -> str:
    """Takes a user's own view away; its name. It can be brought back until the next one goes."""
    names = []

    def without(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
        present = _present(kept)
        found = _find(present, view)
        found["deleted"] = True
        names.append(str(found["name"]))
        return present

    _change(record, user, without)
    return names[0]


def restore_view(record: Record, user: Any, view: str) -> None:
    """Brings back the view that was deleted last."""

    def restored(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
        _find(kept, view).pop("deleted", None)
        return kept

    _change(record, user, restored)


def list_address(query: str, view: str = "") -> str:
    """The address of a list with this selection, `view` being the one that is chosen."""
    kept = parse_qs(query)
    chosen = [view] if view else kept.get(VIEW, [])
    return f"?{urlencode({VIEW: chosen, **plain(kept)}, True)}"


def plain(parameters: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What a view keeps of an address: filters, the find box and the order."""
    left_out = {VIEW, *PLACE}
    found = {name: [value for value in values if value] for name, values in parameters.items()}
    return {
        name: values for name, values in sorted(found.items()) if values and name not in left_out
    }


def _plain_query(query: str) -> dict[str, list[str]]:
    return plain(parse_qs(query))


def _named(name: str) -> str:
    name = clean_line(name)
    if not name:
        raise RuleBroken("view_name", _("Give the view a name."), field="name")
    if len(name) > LONGEST_NAME:
        advice = _("A view's name has at most %(most)s characters.") % {"most": LONGEST_NAME}
        raise RuleBroken("view_name", advice, field="name")
    return name


def _selection(query: str) -> str:
    """The query as it is kept; RuleBroken for one that is too long."""
    if len(query) > LONGEST_QUERY:
        raise RuleBroken("view_long", _("This selection is too long to be kept as a view."))
    return urlencode(plain(parse_qs(query)), True)


def _find(kept: list[dict[str, Any]], view: str) -> dict[str, Any]:
    for each in kept:
        if each["id"] == view:
            return each
    raise RuleBroken("view_gone", _("This view is not there any more."))


def _own(record: Record, user: Any, own: Own | None = None) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = (read_own(record, user) if own is None else own).get(VIEWS, [])
    return kept


def _present(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that were not deleted."""
    return [each for each in kept if not each.get("deleted")]


def _change(
    record: Record, user: Any, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
) -> None:
    change_own(record, user, VIEWS, lambda kept: change(kept or []) or None)
    cache.delete(_cache_code(record, user))


def _cache_code(record: Record, user: Any) -> str:
    return f"views/{record.code}/{user.pk}"
