"""How many records of a type are written at once: what a value means in columns, who is told (U1).

The kit writes columns. What a service does besides, for one record, a record type says here for
many: columns that are made of others, rows that must stay as they are, people who are concerned.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.db.models import Q

from dangol.notices import Told
from dangol.registry import Text

Columns: TypeAlias = Mapping[str, Any]
"""{column of the model, such as owner_id: value}."""
Concerned: TypeAlias = tuple[Told, Collection[Any]]
"""What is told, and to the users with which ids."""
Follower: TypeAlias = Callable[[Sequence[Any]], None]
"""(ids of records whose column was written): changes what hangs on it, in the same transaction."""
Teller: TypeAlias = Callable[[Columns, Sequence[Any], int], Concerned | None]


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Rows that a deed leaves as they are, and why.

    code  kept with each of them, so never renamed
    """

    code: str
    rows: Q
    sentence: Text


def nothing_besides(columns: Columns) -> Columns:
    """The default of `Bulk.made`: no column is made of another."""
    return {}


def nothing_refused(verb: str, columns: Columns) -> Sequence[Refusal]:
    """The default of `Bulk.refused`: no state of a record stands in the way."""
    return ()


def nobody_concerned(columns: Columns, ids: Sequence[Any], count: int) -> Concerned | None:
    """The default of `Bulk.told`: nobody is told."""
    return None


@dataclass(frozen=True, kw_only=True)
class Bulk:
    """What a record type says of writing many of its records at once.

    made     (columns) -> further columns that follow from them, such as the date of a consent
    refused  (verb, columns) -> rows that stay as they are; `verb` is edit or delete
    follows  {column: what else changes with it} of columns that are written with a value of each
             record's own, though `refused` keeps one value from being given to many
    told     (columns, ids of some, count of all) -> who is told what; None for nobody
    trash    column with the moment at which a record went to the trash; "" where there is no trash
    """

    made: Callable[[Columns], Columns] = nothing_besides
    refused: Callable[[str, Columns], Sequence[Refusal]] = nothing_refused
    told: Teller = nobody_concerned
    follows: Mapping[str, Follower] = field(default_factory=dict)
    trash: str = "deleted_at"


PLAIN = Bulk()
"""Columns are written as they are, and nothing follows from them."""
