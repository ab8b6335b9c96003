"""A record that two people edit at once, field by field: mine, theirs, and as it was (U2).

What one side alone has changed is taken over without a word to choose. Where both have, the one who
saves chooses, and sees what the field was when they opened the form, who changed it and when.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from dangol.i18n import figures
from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.records.edits import past
from dangol.records.edits.in_place import version_of
from dangol.records.forms import prints

MINE, THEIRS = "mine", "theirs"
PICK = "pick-"
"""Before a field's name: which of two values was chosen, and the seal of theirs as it was shown."""


class Side(Enum):
    """Who has changed a field since it was seen."""

    NOBODY = "nobody"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


def side(mine: str, theirs: str, seen: str) -> Side:
    """By the seals of the three values; `seen` is "" when nobody knows what was seen."""
    if mine == theirs:
        return Side.NOBODY
    if seen == theirs:
        return Side.MINE
    return Side.THEIRS if seen == mine else Side.BOTH


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field that somebody else has changed meanwhile.

    original    what it was when the form was opened, in words; None when that cannot be told
    who, at     who changed it last and when; "" and None when that cannot be told
    seal        of their value, so that a choice holds for what was shown
    picked      MINE, THEIRS or "" while nothing is chosen
    """

    name: str
    label: str
    mine: str
    theirs: str
    original: str | None
    who: str
    at: datetime | None
    seal: str
    picked: str = ""


@dataclass(frozen=True, kw_only=True)
class Merge:
    """What comes of two edits.

    values     for the record's service, once nothing is `open`
    conflicts  fields that both have changed, chosen or not
    kept       fields that only the others have changed
    seals      {field: what the form has now seen of it}
    """

    values: dict[str, Any]
    conflicts: Sequence[Difference]
    kept: Sequence[Difference]
    seals: Mapping[str, str]

    @property
    def is_open(self) -> bool:
        return any(not each.picked for each in self.conflicts)


def merge(
    record: Record, instance: Model, mine: Mapping[str, Any], posted: Mapping[str, str]
) -> Merge:
    """`mine` are the form's values, `instance` the record as it is, `posted` what the form sent."""
    seen = _seen(record, instance, mine, posted)
    theirs = prints.seals_now(record, instance, mine)
    sides = {
        name: side(prints.seal(record, instance, name, value), theirs[name], seen[name])
        for name, value in mine.items()
    }
    both = [name for name, found in sides.items() if found is Side.BOTH]
    others = [name for name, found in sides.items() if found is Side.THEIRS]
    told = _Told(record, instance, seen) if both or others else None
    conflicts = [told.difference(name, mine[name], posted) for name in both] if told else []
    kept = [told.difference(name, mine[name], posted) for name in others] if told else []
    chosen = {each.name for each in conflicts if each.picked == THEIRS}
    return Merge(
        values={
            name: getattr(instance, name) if name in chosen or name in others else value
            for name, value in mine.items()
        },
        conflicts=conflicts,
        kept=kept,
        seals={name: seen[name] if name in both else text for name, text in theirs.items()},
    )


def _seen(
    record: Record, instance: Model, mine: Mapping[str, Any], posted: Mapping[str, str]
) -> dict[str, str]:
    """{field: seal of what the form showed}; who sends no version does not ask."""
    sent = prints.read(posted.get("seen", ""))
    version = posted.get("version", "")
    if not sent and version in ("", version_of(record, instance)):
        return prints.seals_now(record, instance, mine)
    return {name: sent.get(name, "") for name in mine}


class _Told:
    """Words about the fields of one record that somebody else has changed; one look at its past."""

    def __init__(self, record: Record, instance: Model, seen: Mapping[str, str]) -> None:
        self._record, self._instance, self._seen = record, instance, seen
        self._steps = past.steps(record.code, instance.pk)

    def difference(self, name: str, mine: Any, posted: Mapping[str, str]) -> Difference:
        record, instance = self._record, self._instance
        column = prints.column_of(record, name)
        last = next((step for step in self._steps if column in step.changes), None)
        now = prints.seal_now(record, instance, name)
        picked, _colon, shown_seal = posted.get(PICK + name, "").partition(":")
        return Difference(
            name=name,
            label=str(record.label_of(name)),
            mine=in_words(record, instance, name, mine),
            theirs=in_words(record, instance, name, getattr(instance, column)),
            original=self._original(name, column),
            who=last.who if last else "",
            at=last.at if last else None,
            seal=now,
            picked=picked if picked in (MINE, THEIRS) and shown_seal == now else "",
        )

    def _original(self, name: str, column: str) -> str | None:
        """The value that the form showed: the one in the past that fits its seal."""
        for step in self._steps:
            if column not in step.changes:
                continue
            before = step.changes[column][0]
            if prints.seal(self._record, self._instance, name, before) == self._seen[name]:
                return in_words(self._record, self._instance, name, before)
        return None


def in_words(record: Record, instance: Model, name: str, value: Any) -> str:
    """A value of the field as people read it; `value` as the model or the audit keeps it."""
    twin, column = copy(instance), prints.column_of(record, name)
    try:
        if isinstance(value, Model | Mapping):
            setattr(twin, name, value)
        else:
            setattr(twin, column, record.model_field(name).to_python(value))
        return shown(twin, name) or figures.NOTHING
    except ObjectDoesNotExist:
        return _("no longer there")
    except ValidationError:
        return str(value)
