"""What a user has set for one list: columns, views, the width of the panel (U1).

One setting holds them all, so that a list reads it in one look.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from dangol import preferences
from dangol.records.declaration import Record

Own: TypeAlias = dict[str, Any]
COLUMNS, VIEWS, WIDTH = "columns", "views", "width"
RUN = "run"
"""Code of the run that the list tells of, until the user has seen its end."""
LOOKED = "looked"
"""Of a view: how it was looked at last, as parameters."""
LOOKS, WIDTHS = "looks", "widths"
"""{view: its columns and their widths, how it is looked at, what is open in it}."""
MOST_VIEWS = 60
"""Views of which anything is remembered."""
ORDER, AWAY, START = "order", "away", "start"
"""Of the views: their order, those put away into the menu, the one the list opens with."""


def read_own(record: Record, user: Any) -> Own:
    """What the user has set; {} for those who set nothing."""
    kept = preferences.read(user, _code(record))
    return kept if isinstance(kept, dict) else {}


def keep_own(record: Record, user: Any, name: str, value: Any) -> None:
    """Sets one of them; None forgets it."""
    change_own(record, user, name, lambda _kept: value)


def change_own(record: Record, user: Any, name: str, change: Callable[[Any], Any]) -> None:
    """Sets one of them to what `change` makes of it; what other pages set meanwhile stays."""

    def changed(kept: Any) -> Own | None:
        own = kept if isinstance(kept, dict) else {}
        own = {**own, name: change(own.get(name))}
        return {each: set_to for each, set_to in own.items() if set_to is not None} or None

    preferences.change(user, _code(record), changed)


def of_view(own: Own, view: str) -> dict[str, Any]:
    """What the user has set for one view of the list."""
    kept = own.get(LOOKS)
    found = kept.get(view) if isinstance(kept, dict) else None
    return found if isinstance(found, dict) else {}


def change_view(
    record: Record, user: Any, view: str, name: str, change: Callable[[Any], Any]
) -> None:
    """Sets one thing about one view; the oldest views are forgotten beyond the limit."""

    def changed(kept: Any) -> Any:
        looks = dict(kept) if isinstance(kept, dict) else {}
        look = of_view({LOOKS: looks}, view)
        look = {**look, name: change(look.get(name))}
        look = {each: set_to for each, set_to in look.items() if set_to is not None}
        looks.pop(view, None)
        looks |= {view: look} if look else {}
        return dict(list(looks.items())[-MOST_VIEWS:]) or None

    change_own(record, user, LOOKS, changed)


def _code(record: Record) -> str:
    return f"list/{record.code}"
