"""Lists that are taken away as files: a port; `tenants` keeps what was taken, and makes long files.

A short list is written while the user waits and only noted. A long one is begun: a worker writes
its file, and the user is told (U6, A14).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from dangol import clock

if TYPE_CHECKING:
    from dangol.records.declaration import Record

NOW = 5_000
"""Rows that are written while the user waits."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is taken away, how and why.

    kind       csv or xlsx
    query      selection and order, as in the list's address; nobody is called `me` in it
    columns    names of the columns, in their order
    count      rows there are at the moment
    subtotals  what its groups are added up by (`looks.subtotals.written`), "" for none
    """

    kind: str
    query: str
    columns: Sequence[str]
    reason: str
    count: int
    subtotals: str = ""


class Takings(Protocol):
    """Keeps who took which list away, and why."""

    def note(self, record: Record, user: Any, asked: Asked) -> None:
        """Notes a file that the user gets at once."""

    def begin(self, record: Record, user: Any, asked: Asked) -> str:
        """Has the file made in the background; the address where that is seen.

        RuleBroken when too many of the user's are being made already.
        """


_kept: list[Takings] = []


def register_takings(takings: Takings) -> None:
    """Called once at start by the layer that keeps them."""
    _kept[:] = [takings]


def takings() -> Takings:
    """Where they are kept."""
    return _kept[0]


def file_name(record: Record, kind: str) -> str:
    """What the file is called that is made today."""
    return f"{record.plural} {clock.today():%Y-%m-%d}.{kind}"
