"""Notes on records, and the colleagues who are called in them: a port (U2, U9).

Whoever may change records of a type writes notes on those that they see; a note is
its author's, who alone changes it. `tenants` keeps the notes and tells those who are called.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from dangol import access

if TYPE_CHECKING:
    from dangol.records.declaration import Record

LONGEST = 4_000
"""Characters of a note."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """A note as it stands."""

    key: UUID
    text: str
    is_mine: bool


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody who can be called; `department` "" for none."""

    name: str
    department: str = ""


class Notes(Protocol):
    """Keeps notes; each writing call is one transaction and one audit line.

    `record` is the code of a record type, `of` the id of the record, `title` how it is called.
    RuleBroken, with a sentence, for a text that cannot be kept.
    """

    def add(self, record: str, of: UUID, text: str, *, by: Any, title: str) -> None: ...

    def edit(self, record: str, of: UUID, key: UUID, text: str, *, title: str) -> None:
        """Who is called in the new text and was not in the old one is told."""

    def remove(self, record: str, of: UUID, key: UUID, *, title: str) -> None:
        """Into the trash, for 90 days."""

    def restore(self, record: str, of: UUID, key: UUID, *, title: str) -> bool:
        """Out of the trash again; False when it is not there."""

    def forget(self, record: str, of: Sequence[UUID]) -> None:
        """Removes the notes and pins of records that are gone for good."""

    def one(self, record: str, of: UUID, key: UUID, *, user: Any) -> Written | None:
        """A note of this record."""

    def colleagues(self, user: Any) -> Sequence[Colleague]:
        """Everybody whom the user can call."""

    def called(self, text: str) -> Sequence[Any]:
        """The users who are called in a text, each once."""


_kept: list[Notes] = []


def register_notes(notes: Notes) -> None:
    """Called once at start by the layer that keeps notes."""
    _kept[:] = [notes]


def notes() -> Notes:
    return _kept[0]


def may_note(record: Record, user: Any) -> bool:
    """Whether the user may write notes on the records of a type that they see."""
    return access.user_can(user, record.permission("edit"))


def reached(record: Record, user: Any, pk: UUID, text: str) -> tuple[list[Any], list[Any]]:
    """(colleagues called in the text who will be told, those who may not see the record)."""
    called = [each for each in notes().called(text) if each.pk != user.pk]
    told = [each for each in called if _may_know(record, each, pk)]
    return told, [each for each in called if each not in told]


def _may_know(record: Record, user: Any, pk: UUID) -> bool:
    """As the notice itself asks."""
    if not access.user_can(user, record.permission("view")):
        return False
    is_named = record.title not in record.hidden_from(user)
    return is_named and record.visible_to(user).filter(pk=pk).exists()
