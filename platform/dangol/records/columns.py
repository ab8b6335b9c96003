"""Which columns a user sees in a list, and in which order: kept for each user (U1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records.declaration import Record
from dangol.records.listing import usual_columns
from dangol.records.own import COLUMNS, Own, keep_own, read_own
from dangol.records.parts import Column


def chosen_columns(record: Record, user: Any, own: Own | None = None) -> list[Column]:
    """The user's own columns, or the usual ones; the title always stands first.

    What was chosen before a field was hidden or dropped is left out. `own` is what the user has
    set, when it was read already.
    """
    kept = (read_own(record, user) if own is None else own).get(COLUMNS)
    offered = {column.name: column for column in record.columns_for(user)}
    if not isinstance(kept, list):
        return usual_columns(record, user)
    names = dict.fromkeys([record.title, *(name for name in kept if isinstance(name, str))])
    return [offered[name] for name in names if name in offered]


def choose_columns(record: Record, user: Any, names: Sequence[str]) -> None:
    """Keeps these columns in this order; none of them goes back to the usual ones."""
    offered = {column.name for column in record.columns_for(user)}
    unknown = [name for name in names if name not in offered]
    if unknown:
        raise RuleBroken(
            "column_unknown", _("There is no column “%(name)s”.") % {"name": unknown[0][:30]}
        )
    keep_own(record, user, COLUMNS, list(dict.fromkeys(names)) or None)
