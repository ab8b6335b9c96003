"""Which columns a user sees in a list, in which order, how wide: for each user and view (U1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records.declaration import Record
from dangol.records.lists.listing import usual_columns
from dangol.records.lists.own import COLUMNS, WIDTHS, Own, change_view, keep_own, of_view, read_own
from dangol.records.parts import Column

NARROWEST, WIDEST = 48, 800


def chosen_columns(
    record: Record, user: Any, own: Own | None = None, view: str = ""
) -> list[Column]:
    """The user's own columns in this view, or in all of them, or the usual ones; the title first.

    What was chosen before a field was hidden or dropped is left out. `own` is what the user has
    set, when it was read already.
    """
    own = read_own(record, user) if own is None else own
    kept = of_view(own, view).get(COLUMNS, own.get(COLUMNS))
    offered = {column.name: column for column in record.columns_for(user)}
    if not isinstance(kept, list):
        return usual_columns(record, user)
    names = dict.fromkeys([record.title, *(name for name in kept if isinstance(name, str))])
    return [offered[name] for name in names if name in offered]


def chosen_widths(own: Own, view: str) -> dict[str, int]:
    """{column: pixels} as the user has drawn them in this view; {} where nobody has."""
    kept = of_view(own, view).get(WIDTHS)
    return kept if isinstance(kept, dict) else {}


def choose_columns(record: Record, user: Any, names: Sequence[str], view: str = "") -> None:
    """Keeps these columns in this order, for one view; none of them goes back to the usual ones."""
    _known(record, user, names)
    change_view(record, user, view, COLUMNS, lambda _kept: list(dict.fromkeys(names)) or None)
    if not names:
        keep_own(record, user, COLUMNS, None)
        change_view(record, user, view, WIDTHS, lambda _kept: None)


def choose_widths(record: Record, user: Any, widths: Mapping[str, str], view: str) -> None:
    """Keeps how wide the columns of a view are; what is no number of pixels is left out."""
    _known(record, user, list(widths))
    pixels = {
        name: min(WIDEST, max(NARROWEST, int(text)))
        for name, text in widths.items()
        if text.isascii() and text.isdigit() and len(text) < 5
    }
    change_view(record, user, view, WIDTHS, lambda _kept: pixels or None)


def _known(record: Record, user: Any, names: Sequence[str]) -> None:
    """RuleBroken when there is no such column, or none for this user."""
    offered = {column.name for column in record.columns_for(user)}
    unknown = [name for name in names if name not in offered]
    if unknown:
        raise RuleBroken(
            "column_unknown", _("There is no column “%(name)s”.") % {"name": unknown[0][:30]}
        )
