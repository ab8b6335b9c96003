"""Where the entries of a timeline come from: a port for layers and modules (U2).

Every table that tells of a record is one source. It says which of its rows the reader may know of,
and what of each row is told; the kit puts the rows of all sources into one line by one statement,
however many sources there are and however long the history is.

Sources of every record type are registered at start (`register_sources`); those of one type stand
in its declaration (`Record.sources`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from django.db.models import QuerySet

from dangol.records.parts import Look, Text

if TYPE_CHECKING:
    from dangol.records.declaration import Record

NOTE, FILE, CHANGE, SYSTEM = "note", "file", "change", "system"
"""Kinds that every record type has."""
LONG, LONG_LINES = 1_200, 14
"""Letters and lines of a text from which on it is folded."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that happened.

    source   code of the source; with `key` it names the entry
    title    what it was, `note` beside it in grey, `text` what was said or written
    facts    HTML of a short line below, such as an amount
    quiet    a line by the system: a dot instead of a sign
    burst    entries that follow one another with the same word here fold into one; "" never fold
    edit     address where its author changes it, `remove` where it is deleted; "" for nobody's
    """

    at: datetime
    key: UUID
    kind: str
    icon: str
    title: str
    source: str = ""
    note: str = ""
    text: str = ""
    facts: str = ""
    address: str = ""
    quiet: bool = False
    burst: str = ""
    edit: str = ""
    remove: str = ""

    @property
    def is_long(self) -> bool:
        """Whether what was written is shown as far as it leaves room for what else happened."""
        return len(self.text) > LONG or self.text.count("\n") > LONG_LINES


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Rows of one table that the reader may know of.

    rows  narrowed to the record and to what is open to the reader
    at    name of the field with the moment; (at, key) should be what an index orders by
    kind  a word for all of them, or an expression that tells it of each
    data  {name: expression} of what an entry is drawn from; it is read as JSON
    key   name of the field with the id
    """

    rows: QuerySet[Any]
    at: str
    kind: Any
    data: Mapping[str, Any]
    key: str = "id"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of a stretch as it was read; times in `data` are texts of ISO 8601."""

    at: datetime
    key: UUID
    source: str
    kind: str
    data: Mapping[str, Any]
    is_pinned: bool = False


class Source(Protocol):
    """One source. `code` tells it from the others of a record, and is kept with pinned lines."""

    @property
    def code(self) -> str: ...

    def kinds(self, record: Record, look: Look) -> Mapping[str, Text]:
        """{kind: words} of what it can tell this reader, in the order of the chips; {}: nothing."""

    def stretches(self, record: Record, look: Look) -> Sequence[Stretch]:
        """Its rows. No statement is made here."""

    def entries(self, record: Record, look: Look, lines: Sequence[Line]) -> Iterable[Entry]:
        """The lines as they are drawn, in their order."""


_every: list[Source] = []
_added: dict[str, dict[str, Source]] = {}


def register_sources(*sources: Source) -> None:
    """Called once at start by the layer that keeps what happens with every record."""
    _every[:] = sources


def add_source(code: str, source: Source) -> None:
    """Called at start by a module that tells something of the records of another's type."""
    _added.setdefault(code, {})[source.code] = source


def sources_of(record: Record) -> list[Source]:
    """The sources of a record type: its own, those of other modules, then those of all types."""
    return [*record.sources, *_added.get(record.code, {}).values(), *_every]
