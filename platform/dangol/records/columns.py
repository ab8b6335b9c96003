"""Which columns a user sees in a list, in which order, how wide: for each user and view (U1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records.declaration import Record
from dangol.records.listing import usual_columns
from dangol.records.own import COLUMNS, LOOKS, WIDTHS, Own, change_own, keep_own, read_own
from dangol.records.parts import Column

MOST_VIEWS = 60
"""Views whose columns are remembered."""
NARROWEST, WIDEST = 48, 800


def chosen_columns(
    record: Record, user: Any, own: Own | None = None, view: str = ""
) -> list[Column]:
    """The user's own columns in this view, or in all of them, or the usual ones; the title first.

    What was chosen before a field was hidden or dropped is left out. `own` is what the user has
    set, when it was read already.
    """
    own = read_own(record, user) if own is None else own
    kept = _of_view(own, view).get(COLUMNS, own.get(COLUMNS))
    offered = {column.name: column for column in record.columns_for(user)}
    if not isinstance(kept, list):
        return usual_columns(record, user)
    names = dict.fromkeys([record.title, *(name for name in kept if isinstance(name, str))])
    return [offered[name] for name in names if name in offered]


def chosen_widths(own: Own, view: str) -> dict[str, int]:
    """{column: pixels} as the user has drawn them in this view; {} where nobody has."""
    kept = _of_view(own, view).get(WIDTHS)
    return kept if isinstance(kept, dict) else {}


def choose_columns(record: Record, user: Any, names: Sequence[str], view: str = "") -> None:
    """Keeps these columns in this order, for one view; none of them goes back to the usual ones."""
    _known(record, user, names)
    _change_view(record, user, view, COLUMNS, list(dict.fromkeys(names)) or None)
    if not names:
        keep_own(record, user, COLUMNS, None)
        _change_view(record, user, view, WIDTHS, None)


def choose_widths(record: Record, user: Any, widths: Mapping[str, str], view: str) -> None:
    """Keeps how wide the columns of a view are; what is no number of pixels is left out."""
    _known(record, user, list(widths))
    pixels = {
        name: min(WIDEST, max(NARROWEST, int(text)))
        for name, text in widths.items()
        if text.isascii() and text.isdigit() and len(text) < 5
    }
    _change_view(record, user, view, WIDTHS, pixels or None)


def _known(record: Record, user: Any, names: Sequence[str]) -> None:
    """RuleBroken when there is no such column, or none for this user."""
    offered = {column.name for column in record.columns_for(user)}
    unknown = [name for name in names if name not in offered]
    if unknown:
        raise RuleBroken(
            "column_unknown", _("There is no column “%(name)s”.") % {"name": unknown[0][:30]}
        )


def _of_view(own: Own, view: str) -> dict[str, Any]:
    kept = own.get(LOOKS)
    found = kept.get(view) if isinstance(kept, dict) else None
    return found if isinstance(found, dict) else {}


def _change_view(record: Record, user: Any, view: str, name: str, value: Any) -> None:
    """Sets one thing about one view; the oldest views are forgotten beyond the limit."""

    def changed(kept: Any) -> Any:
        looks = dict(kept) if isinstance(kept, dict) else {}
        look = {**_of_view({LOOKS: looks}, view), name: value}
        look = {each: set_to for each, set_to in look.items() if set_to is not None}
        looks.pop(view, None)
        looks |= {view: look} if look else {}
        return dict(list(looks.items())[-MOST_VIEWS:]) or None

    change_own(record, user, LOOKS, changed)
