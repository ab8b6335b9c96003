"""Keeping, changing, sharing and deleting views of a list (U1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.ids import new_id
from dangol.records.declaration import Record
from dangol.records.lists.own import VIEWS, change_own
from dangol.records.saved import shared
from dangol.records.saved.offered import cache_code, offered_views, plain, present
from dangol.records.saved.shared import Shared
from dangol.records.text import clean_line

MOST = 20
"""Views that a user may keep of one list."""
LONGEST_NAME = 40
LONGEST_QUERY = 4_000


def save_view(record: Record, user: Any, name: str, query: str) -> str:
    """Keeps a selection under a name; its id. RuleBroken for an empty name and too many views."""
    view = {"id": str(new_id()), "name": _named(name), "query": _selection(query)}
    _change(record, user, lambda kept: [*_with_room(kept), view])
    return view["id"]


def change_view(record: Record, user: Any, view: str, *, name: str = "", query: str = "") -> None:
    """Gives a view another name, or the selection that is shown now.

    RuleBroken when the user may not change it, and for a selection that is too long.
    """
    new = ({"name": _named(name)} if name else {}) | ({"query": _selection(query)} if query else {})
    found = _shared(record, user, view)
    if found is not None:
        changed_view = replace(
            found, name=new.get("name", found.name), query=new.get("query", found.query)
        )
        shared.kept().put(record.code, user, changed_view)
        cache.delete(cache_code(record, user))
        return

    def changed(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
        _find(kept, view).update(new)
        return kept

    _change(record, user, changed)


def delete_view(record: Record, user: Any, view: str) -> str:
    """Takes a view away; its name. A user's own can be brought back until the next one goes."""
    found = _shared(record, user, view)
    if found is not None:
        shared.kept().drop(record.code, user, view)
        return found.name
    names = []

    def without(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
        left = present(kept)
        gone = _find(left, view)
        gone["deleted"] = True
        names.append(str(gone["name"]))
        return left

    _change(record, user, without)
    return names[0]


def restore_view(record: Record, user: Any, view: str) -> None:
    """Brings back the view that was deleted last, or one that was shared."""

    def restored(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
        _find(kept, view).pop("deleted", None)
        return kept

    try:
        _change(record, user, restored)
    except RuleBroken:
        shared.kept().bring_back(record.code, user, view)


@transaction.atomic
def share_view(record: Record, user: Any, view: str) -> None:
    """Gives a user's own view to everybody in the company; it keeps its id and its address."""
    taken: list[dict[str, Any]] = []

    def without(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
        found = _find(present(kept), view)
        taken.append(found)
        return [each for each in kept if each["id"] != view]

    _change(record, user, without)
    shared.kept().put(
        record.code, user, Shared(code=view, name=taken[0]["name"], query=taken[0]["query"])
    )


@transaction.atomic
def unshare_view(record: Record, user: Any, view: str) -> None:
    """Makes a view that the user had shared their own again."""
    found = _shared(record, user, view)
    if found is None or not found.is_mine:
        raise RuleBroken("view_not_mine", _("Only who shared a view can take it back."))
    shared.kept().drop(record.code, user, view)
    again = {"id": str(new_id()), "name": found.name, "query": found.query}
    _change(record, user, lambda kept: [*_with_room(kept), again])


def _with_room(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The views that are there; RuleBroken when there is no room for another."""
    if len(present(kept)) >= MOST:
        raise RuleBroken(
            "views_full",
            _("You keep %(most)s views of this list; delete one first.") % {"most": MOST},
        )
    return present(kept)


def _shared(record: Record, user: Any, view: str) -> Shared | None:
    """The shared view if this is one; RuleBroken when this user may not change it."""
    if not any(each.code == view and each.kind == "shared" for each in offered_views(record, user)):
        return None
    found = next(each for each in shared.kept().of(record.code, user) if each.code == view)
    if not found.may_change:
        raise RuleBroken("view_not_mine", _("Only who shared a view can change it."))
    return found


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


def _change(
    record: Record, user: Any, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
) -> None:
    change_own(record, user, VIEWS, lambda kept: change(kept or []) or None)
    cache.delete(cache_code(record, user))
