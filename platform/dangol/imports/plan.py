"""What is to be done with a file, and what became of its rows (U5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol, TypeAlias
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol.imports.declaration import Key
from dangol.imports.matches import Earlier
from dangol.records.declaration import Record

Row: TypeAlias = tuple[int, list[str]]
"""Number in the file, from 1 below the header, and cells."""


class OnDuplicate(models.TextChoices):
    """What happens to a row whose record is already here, and to one whose record is not."""

    SKIP = "skip", _("Leave it as it is")
    UPDATE = "update", _("Overwrite with the values of the file")
    FILL = "fill", _("Fill in what is empty")
    ONLY = "only", _("Overwrite, and add nothing new")


class RowState(models.TextChoices):
    """The end of a row."""

    CREATED = "created", _("Created")
    UPDATED = "updated", _("Updated")
    SKIPPED = "skipped", _("Skipped, already here")
    REJECTED = "rejected", _("Rejected")


@dataclass(frozen=True)
class Plan:
    """Which columns fill which fields of which type, for whom.

    mapping  {field: column of the file, from 0}
    width    columns of the header
    usual    {field: text that new records get, where no column fills it}
    keys     by what a row and a record are the same, the surest first
    """

    record: Record
    user: Any
    mapping: Mapping[str, int]
    width: int
    keys: tuple[Key, ...]
    policy: str
    today: date
    usual: Mapping[str, str] = field(default_factory=dict)

    @property
    def skips(self) -> bool:
        return self.policy == OnDuplicate.SKIP

    @property
    def fills(self) -> bool:
        return self.policy == OnDuplicate.FILL

    @property
    def adds(self) -> bool:
        return self.policy != OnDuplicate.ONLY

    @cached_property
    def fields(self) -> list[tuple[int, str]]:
        """(column, field), in the order of the file."""
        return sorted((column, name) for name, column in self.mapping.items())


class Rejected(ValueError):
    """The row cannot become a record.

    reason  a code, and after a colon the field; `said` the form's own sentence, if there is one
    """

    def __init__(self, problem: str, name: str = "", said: str = "") -> None:
        self.reason = f"{problem}:{name}" if name else problem
        self.name = name
        self.said = said
        super().__init__(self.reason)


@dataclass
class Outcome:
    """What becomes, or became, of one row."""

    number: int
    state: str
    record_id: UUID | None = None
    reason: str = ""
    said: str = ""
    cells: list[str] | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """What was overwritten in one record, by column or own field.

    number  the first row that changed it
    is_new  whether an earlier row of the same file made it; None when that is to be looked up
    moment  its version afterwards
    """

    number: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    created_at: datetime
    moment: datetime
    is_new: bool | None = None


@dataclass
class Stored:
    """What a part of a file did."""

    outcomes: list[Outcome] = field(default_factory=list)
    changes: dict[UUID, Change] = field(default_factory=dict)


class Intake(Protocol):
    """Takes rows in, in one of two ways: many in one statement, or one by one.

    part       rows of one transaction
    recounted  rows of a file that is counted again, row by row, after every repair
    notes      whether each record has its own line in the audit
    """

    part: int
    recounted: int
    notes: bool

    def judge(self, rows: list[Row], earlier: Earlier) -> list[Outcome]:
        """What would become of these rows; nothing is written. `earlier` are those before."""

    def faults(self, cells: list[str]) -> list[Rejected]:
        """Every cell of a row that cannot be used; judging stops at the first."""

    def store(self, rows: list[Row]) -> Stored:
        """Takes them in, in the present transaction."""

    def put_back(self, now: Mapping[UUID, Any], before: Mapping[UUID, Any]) -> dict[UUID, str]:
        """Gives records their old values; tells which stay as they are, and why.

        now  {id: the row as it is, locked}; before  {id: {column or own field: value as JSON}}
        """

    def put_away(self, ids: list[UUID]) -> dict[UUID, str]:
        """Moves records to the trash; tells which stay, and why."""
