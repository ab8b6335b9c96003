"""What a record type says of files that fill it; everything else is read from its form (U5).

Without a word, every field of the form can be filled, rows are told apart by the type's keys, and
each row goes through the form and the service as if somebody had typed it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID

from dangol.registry import Text

Columns: TypeAlias = dict[str, Any]
"""{column of the table, or name of a company's own field: value}."""
Reader: TypeAlias = Callable[[str], Any]
"""A cell's text -> the value of the field, or {column: value} of all that it fills; ValueError with
a code of `Imports.problems`."""


@dataclass(frozen=True, kw_only=True)
class Key:
    """By what a row and a record are the same.

    code     kept with runs, so never renamed
    fields   which columns of the file it needs
    columns  what is compared in the table, the one by which records are looked up first; () for
             the fields' own
    usual    taken when nobody chooses
    shared   several records may have it: a row that could mean several of them is refused
    """

    code: str
    label: Text
    fields: tuple[str, ...]
    columns: tuple[str, ...] = ()
    usual: bool = True
    shared: bool = False


def no_readers(today: date) -> Mapping[str, Reader]:
    """The default of `Together.readers`: cells are read as the form's fields say."""
    return {}


def as_read(columns: Columns, moment: datetime) -> Columns:
    """The default of `Together.columns`: nothing follows from the values of a row."""
    return columns


def is_filled(row: Mapping[str, Any], column: str) -> bool:
    """The default of `Together.stands`: whether there is a value in the column."""
    return row.get(column) not in (None, "")


def never_said(row: Mapping[str, Any], new: Columns, column: str) -> bool:
    """The default of `Together.is_said`: a value that differs is news."""
    return False


def nothing_besides(user: Any) -> Columns:
    """The default of `Together.made`: new records have what the file says."""
    return {}


def nothing_follows(rows: Collection[Columns]) -> None:
    """The default of `Together.follow`: nothing hangs on what is stored."""


def never_refused(row: Columns, names: Collection[str]) -> tuple[str, str] | None:
    """The default of `Together.refuse`: cells that can be read can stand together."""
    return None


def nothing_noted(rows: Mapping[UUID, Mapping[str, Any]]) -> None:
    """The default of `Together.wrote`: nothing is written down of the records besides."""


Linked: TypeAlias = Callable[[UUID, str], Any]
"""(id, name) of the record that a cell names -> as `Reader`: a value, or {column: value}."""


@dataclass(frozen=True, kw_only=True)
class Together:
    """How rows are written many in one statement, without form and service: for large tables.

    What the service does for one record must be done here for many, or not matter in a file.

    readers  (today) -> readers of the fields that are no plain texts
    linked   {field that leads to another record: columns that follow from it}; without, its id
    columns  (columns of a row, moment) -> columns as they are stored, what follows from them too
    stands   (row as it is, column) -> whether a value is there, for those who only fill gaps
    is_said  (row as it is, new columns, column) -> whether this only repeats what is known
    made     (user) -> further columns of new records
    refuse   (columns of a row, fields that the file fills) -> (problem, field) for values that
             may not stand together, None for all others
    follow   (rows that were read) -> what else changes with them, in the same transaction
    wrote    ({id: columns as they were read}) of records that were made, changed or put back: what
             is written down of them besides, in the same transaction
    """

    readers: Callable[[date], Mapping[str, Reader]] = no_readers
    linked: Mapping[str, Linked] = field(default_factory=dict)
    columns: Callable[[Columns, datetime], Columns] = as_read
    stands: Callable[[Mapping[str, Any], str], bool] = is_filled
    is_said: Callable[[Mapping[str, Any], Columns, str], bool] = never_said
    made: Callable[[Any], Columns] = nothing_besides
    refuse: Callable[[Columns, Collection[str]], tuple[str, str] | None] = never_refused
    follow: Callable[[Collection[Columns]], None] = nothing_follows
    wrote: Callable[[Mapping[UUID, Mapping[str, Any]]], None] = nothing_noted


def no_suggestion(reason: str, text: str) -> str:
    """The default of `Imports.suggest`: a bad cell is mended by hand."""
    return ""


@dataclass(frozen=True, kw_only=True)
class Besides:
    """What a file may tell of a record that is no field of it, such as since when something holds.

    Its value goes by `name` into the columns of a row; `Together.columns` takes it out again.

    reader  (today) -> how its cells are read
    """

    name: str
    label: Text
    reader: Callable[[date], Reader]


def never_warned(mapping: Collection[str]) -> Sequence[Text]:
    """The default of `Imports.warnings`: whatever a file fills is enough."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Imports:
    """What a record type says of its imports.

    heads     {field: words by which people head its column, without spaces, between spaces}
    keys      by what rows and records are told apart; () for those of the record type
    problems  {code: sentence} of what readers refuse
    suggest   (reason, text) -> what the cell was probably meant to say; "" when nobody knows
    together  how rows are written many at once; None for one by one
    besides   what rows that are written together may tell besides the type's fields
    warnings  (fields that a file fills) -> sentences that stand above the dry run
    usual     {field that all new records of a file may get: (user) -> what is offered for it}
    """

    heads: Mapping[str, str] = field(default_factory=dict)
    keys: tuple[Key, ...] = ()
    problems: Mapping[str, Text] = field(default_factory=dict)
    suggest: Callable[[str, str], str] = no_suggestion
    together: Together | None = None
    besides: tuple[Besides, ...] = ()
    warnings: Callable[[Collection[str]], Sequence[Text]] = never_warned
    usual: Mapping[str, Callable[[Any], Sequence[str]]] = field(default_factory=dict)


PLAIN = Imports()
"""Everything is read from the record type's form."""
