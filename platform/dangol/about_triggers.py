"""What a declaration says about triggers: the actions that it adds to them (A29).

The engine is `tenants/triggers`. An action is an object of its own, named by a dotted path so that
declarations import nothing:

    TriggerAction(code="calendar.todo", label=_("Make a to-do"), deed="modules.calendar.….todo")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias
from uuid import UUID

from dangol.about_records import Text

if TYPE_CHECKING:
    from django import forms

    from dangol.records.declaration import Record

Options: TypeAlias = Mapping[str, Any]
"""What its form asked for, as JSON."""


@dataclass(frozen=True, kw_only=True)
class TriggerAction:
    """One thing that a trigger can do.

    code   kept in rows: never renamed
    of     what it is done with: one record, a list as it stands, or either
    deed   dotted path of a `Deed`
    """

    code: str
    label: Text
    deed: str
    icon: str = "zap"
    of: Literal["record", "list", "both"] = "record"


@dataclass(frozen=True, kw_only=True)
class Fired:
    """What set a trigger off.

    key       id of this time: what is done under it is done once
    trigger   id of the trigger, and `name` what people call it
    record    the type
    instance  the record itself, or None where a whole list is meant: those of `query`, `count` many
    user      in whose name and with whose rights it acts
    doer      id of the user whose change set it off, if it was one
    """

    key: UUID
    trigger: UUID
    name: str
    record: Record
    instance: Any
    user: Any
    doer: UUID | None = None
    query: str = ""
    count: int = 0


class Deed(Protocol):
    """How an action asks for its options, says them, and is done."""

    def form(
        self, data: Any, *, prefix: str, record: Record, user: Any, of_list: bool
    ) -> forms.Form:
        """Asks for the options; `cleaned_data` are they, as JSON. `data` is None for a new one.

        `of_list`: it is done with a whole list, not with one record.
        """

    def summary(self, options: Options, record: Record) -> str:
        """What it will do, in a few words."""

    def perform(self, options: Options, fired: Fired) -> Mapping[str, Any]:
        """Does it, inside the transaction of the trigger; facts about it, as JSON.

        RuleBroken, with a sentence, for what cannot be done; then nothing of it is.
        """

    def told(self, facts: Mapping[str, Any]) -> str:
        """What was done, in a few words."""
