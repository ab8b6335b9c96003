"""Two records side by side, field by field, and what they would be together (B21)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dangol.i18n import days
from dangol.records.cells import shown
from modules.duplicates.choices import GONE, KEPT, Choice, choices_of
from modules.duplicates.kinds import Mergeable
from modules.duplicates.services.merges import decided

SAME, SPELLED, DIFFERENT, ONE, LATER = "same", "spelled", "different", "one", "later"
"""How two values stand to each other."""
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Row:
    """One field of both records. `side` is what the merged record takes."""

    name: str
    label: str
    kept: str
    gone: str
    state: str
    side: str

    @property
    def said(self) -> str:
        """The state in words."""
        return {
            SAME: _("Same"),
            SPELLED: _("Spelled otherwise"),
            DIFFERENT: _("Different"),
            ONE: _("Only one"),
            LATER: _("Later one counts"),
        }[self.state]

    @property
    def result(self) -> str:
        return self.gone if self.side == GONE else self.kept

    @property
    def is_open(self) -> bool:
        """Whether there is something to choose."""
        return self.state in (SPELLED, DIFFERENT)


def compared(
    mergeable: Mergeable, user: Any, kept: Any, gone: Any, choices: Mapping[str, str]
) -> list[Row]:
    """Every field that is open to the user and filled in one of the two."""
    hidden = mergeable.record.hidden_from(user)
    sides = decided(mergeable, kept, gone, choices)
    return [
        _row(mergeable, each, kept, gone, sides[each.name])
        for each in choices_of(mergeable)
        if each.name not in hidden and not (each.is_empty(kept) and each.is_empty(gone))
    ]


def _row(mergeable: Mergeable, choice: Choice, kept: Any, gone: Any, side: str) -> Row:
    ours, theirs = (words(mergeable, choice, each) for each in (kept, gone))
    label = str(mergeable.record.label_of(choice.name))
    state = _state(mergeable, choice, kept, gone, ours, theirs)
    return Row(choice.name, label, ours, theirs, state, side)


def _state(
    mergeable: Mergeable, choice: Choice, kept: Any, gone: Any, ours: str, theirs: str
) -> str:
    if choice.values(kept) == choice.values(gone) or ours == theirs:
        return SAME
    if choice.is_consent:
        return LATER
    if choice.is_empty(kept) or choice.is_empty(gone):
        return ONE
    key = mergeable.alike.get(choice.name, _plain)
    return SPELLED if key(ours) == key(theirs) else DIFFERENT


def _plain(text: str) -> str:
    """The text without what spellings differ in: width, spaces, marks, letter case."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def words(mergeable: Mergeable, choice: Choice, instance: Any) -> str:
    """The value as people read it; "" for none."""
    if choice.is_empty(instance):
        return ""
    if choice.is_consent:
        said = _("Agreed") if getattr(instance, choice.name) else _("Refused")
        return f"{said} {days.day(getattr(instance, f'{choice.name}_at'))}"
    say = mergeable.words.get(choice.name)
    return say(instance) if say else shown(instance, choice.name)


__all__ = ["KEPT", "Row", "compared"]
