"""Why two records are thought to be one, point by point, in words (B20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from modules.duplicates.kinds import Mergeable
from modules.duplicates.models import Pair


@dataclass(frozen=True)
class Reason:
    """What one field says, and by how many points it moves the score."""

    words: str
    points: int

    @property
    def is_for(self) -> bool:
        return self.points >= 0

    @property
    def signed(self) -> str:
        return f"+{self.points}" if self.points >= 0 else f"−{-self.points}"


def reasons(mergeable: Mergeable, user: Any, pair: Pair) -> list[Reason]:
    """The reasons of a pair, what speaks for it first; what is hidden from the user is not said."""
    return _reasons(mergeable, user, pair.evidence)


def said(mergeable: Mergeable, user: Any, evidence: Sequence[Mapping[str, Any]]) -> list[str]:
    """What speaks for it, in words alone."""
    return [each.words for each in _reasons(mergeable, user, evidence) if each.points > 0]


def _reasons(
    mergeable: Mergeable, user: Any, evidence: Sequence[Mapping[str, Any]]
) -> list[Reason]:
    hidden = mergeable.record.hidden_from(user)
    found = [
        Reason(_said(mergeable, each["field"], each["level"]), each["points"])
        for each in evidence
        if each["field"] not in hidden and each["points"]
    ]
    return sorted(found, key=lambda each: (not each.is_for, -abs(each.points)))


def _said(mergeable: Mergeable, field: str, level: str) -> str:
    """One piece of evidence; without a field it is what else explains the likeness."""
    related = {
        "moved": _("May have moved"),
        "changed": _("May have changed numbers"),
        "elsewhere": _("May work elsewhere now"),
        "namesake": _("May only share a name"),
        "household": _("May be of one household"),
        "colleague": _("May be colleagues"),
        "affiliate": _("May be companies of one group"),
    }
    if not field:
        return related.get(level, _("May be two that share something"))
    levels = {
        "same": _("%(field)s: same"),
        "slip": _("%(field)s: one slip of the pen"),
        "part": _("%(field)s: one holds the other"),
        "near": _("%(field)s: nearly the same"),
        "alike": _("%(field)s: similar"),
        "tail": _("%(field)s: same ending"),
        "local": _("%(field)s: same before the @"),
        "area": _("%(field)s: same area"),
        "spot": _("%(field)s: same place"),
        "flat": _("%(field)s: same place and flat"),
    }
    label = str(mergeable.record.label_of(field))
    return levels.get(level, _("%(field)s: different")) % {"field": label}
