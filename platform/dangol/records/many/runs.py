"""Doing one thing with many records: a port; `tenants` keeps the runs and their journal (U1, U4).

A run is begun, goes on in the background when it is long, and can be taken back. Undoing is a run,
too: it puts back what another one wrote, wherever that still stands.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from dangol.records.declaration import Record

NOW = 200
"""Rows that are done while the user waits; more are done in the background."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be done, and with which records.

    deed     code of a deed of the kit, such as trash
    verb     what the user must be allowed to do with each record: edit or delete
    field    the field that is set; "" when it is none of the record's own, as for the trash
    columns  {column: value} to be written; `decides` those by which a row differs from it
    query    the list's selection, as in an address: the records, unless `chosen` names them
    facts    of a deed that gives each record a value of its own: who supplies them, and which;
             the values in `columns` do not count then (`dangol.records.many.supplies`)
    """

    deed: str
    verb: str
    columns: Mapping[str, Any]
    decides: Sequence[str]
    field: str = ""
    query: str = ""
    chosen: Sequence[UUID] = ()
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Course:
    """How a run stands.

    total    rows it looks at; None until they are counted
    seen     rows looked at: `changed`, those that were so already (`same`), and `left` as they are
    is_long  it goes on, or went on, in the background
    problem  why it failed, in a sentence
    query    the list's selection from which it began
    """

    code: UUID
    deed: str
    state: Literal["running", "done", "cancelled", "failed"]
    field: str = ""
    columns: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    total: int | None = None
    seen: int = 0
    changed: int = 0
    same: int = 0
    left: int = 0
    is_undo: bool = False
    is_long: bool = False
    may_undo: bool = False
    problem: str = ""
    query: str = ""

    @property
    def is_over(self) -> bool:
        return self.state != "running"

    @property
    def percent(self) -> int:
        """Done, in whole percent; 0 while nobody knows of how many."""
        return min(100, 100 * self.seen // self.total) if self.total else int(self.is_over) * 100

    @property
    def to_do(self) -> int:
        return max(0, (self.total or 0) - self.seen)


class Runs(Protocol):
    """Keeps the runs of each company. A user finds only their own."""

    def begin(self, record: Record, user: Any, asked: Asked) -> Course:
        """Does it, or begins to. RuleBroken when nothing is selected or it may not be done."""

    def find(self, record: Record, user: Any, code: UUID) -> Course | None:
        """The user's run with this code, or None."""

    def cancel(self, record: Record, user: Any, code: UUID) -> Course:
        """Stops it where it is; RuleBroken when there is none."""

    def undo(self, record: Record, user: Any, code: UUID) -> Course:
        """Begins to put back what it wrote; RuleBroken when that is no longer possible."""

    def left_out(
        self, record: Record, user: Any, code: UUID, after: UUID | None, most: int
    ) -> Sequence[tuple[UUID, str]]:
        """(id, why in a sentence) of rows that stayed as they are, by id."""


_kept: list[Runs] = []


def register_runs(runs: Runs) -> None:
    """Called once at start by the layer that keeps them."""
    _kept[:] = [runs]


def runs() -> Runs:
    """Where runs are kept."""
    return _kept[0]
