"""How a user has arranged the views above a list: order, those put away, where it begins (U1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from dangol.records.declaration import Record
from dangol.records.lists.own import AWAY, ORDER, START, Own, change_own, keep_own

MOST = 200
"""Views whose place is remembered."""


def in_order(codes: Iterable[str], own: Own) -> list[str]:
    """The codes as the user has put them; those that came since stand last."""
    place = {code: number for number, code in enumerate(_texts(own.get(ORDER)))}
    return sorted(codes, key=lambda code: place.get(code, len(place)))


def put_away(own: Own) -> frozenset[str]:
    """Codes of the views that stand in the menu instead of above the list."""
    return frozenset(_texts(own.get(AWAY)))


def start_of(own: Own) -> str:
    """Code of the view with which the list opens, or ""."""
    found = own.get(START)
    return found if isinstance(found, str) else ""


def arrange(record: Record, user: Any, codes: Sequence[str]) -> None:
    """Keeps the order of the views."""
    keep_own(record, user, ORDER, list(dict.fromkeys(code[:40] for code in codes))[:MOST] or None)


def pin(record: Record, user: Any, code: str, *, pinned: bool) -> None:
    """Puts a view above the list, or away into the menu."""

    def changed(kept: list[str]) -> list[str]:
        rest = [each for each in kept if each != code]
        return rest if pinned else [*rest, code]

    _change_away(record, user, changed)


def begin_with(record: Record, user: Any, code: str) -> None:
    """Opens the list with this view from now on; "" with everything."""
    keep_own(record, user, START, code or None)


def _change_away(record: Record, user: Any, change: Callable[[list[str]], list[str]]) -> None:
    change_own(record, user, AWAY, lambda kept: change(_texts(kept))[-MOST:] or None)


def _texts(kept: Any) -> list[str]:
    return [each for each in kept if isinstance(each, str)] if isinstance(kept, list) else []
