"""What of a record type passes from one person to another, and what stays (B35).

A type whose records have an owner says which of them are still to be done (`Services.passes`), and
has a passing by that. What somebody has otherwise, such as decisions that wait for them, a type
declares besides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from dangol.notices import Told
from dangol.registry import Text


def everything() -> Q:
    """The default of `Passing.rows`: nothing stays."""
    return Q()


def fits_anybody(heir: UUID, instance: Any) -> bool:
    """The default of `Passing.fits`: every colleague can have every record."""
    return True


def nothing_follows(ids: Sequence[UUID]) -> None:
    """The default of `Passing.follow`: nothing hangs on whose they are."""


@dataclass(frozen=True, kw_only=True)
class Passing:
    """Records that somebody has and that a colleague can take over.

    code    kept with hand-overs, so never renamed; alone within its type
    field   the model's field with whose they are
    told    (ids of some, count of all) -> what the new owner is told
    label   what they are called; "" for the type's own plural
    rows    () -> which of somebody's pass, as of now
    stays   why the others stay, in a sentence
    fits    (heir, record) -> whether this heir can have this one
    follow  (ids) changes what hangs on whose they are, in the same transaction
    """

    code: str
    field: str
    told: Callable[[Sequence[UUID], int], Told]
    label: Text = ""
    rows: Callable[[], Q] = everything
    stays: Text = ""
    fits: Callable[[UUID, Any], bool] = fits_anybody
    follow: Callable[[Sequence[UUID]], None] = nothing_follows
