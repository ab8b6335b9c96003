"""Changing the rules of scores (B15-B19, B32-B34)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from dangol import clock
from modules.base.reactions import reactions
from modules.scoring.labels import segments_fact
from modules.scoring.matrices import Matrix
from modules.scoring.models import RuleSet
from modules.scoring.queries.current import newest
from modules.scoring.rules import Rules, read
from tenants import audit, known
from tenants.people.models import User

SUBJECT = "scoring.rules"


@transaction.atomic
def save(rules: Rules, user: User | None) -> RuleSet | None:
    """Puts these rules into force; None when they are those that are.

    The scores follow with the next computation.
    """
    found = newest()
    before = read(found.rules) if found else Rules()
    changes = differences(before, rules)
    if not changes:
        return None
    made = RuleSet.objects.create(rules=rules.kept(), saved_by=user, saved_at=clock.now())
    audit.record(f"{SUBJECT}.edit", subject=SUBJECT, subject_id=made.pk, changes=changes)
    known.changed()
    return made


def differences(before: Rules, after: Rules) -> dict[str, list[Any]]:
    """{what: [before, after]} in the form in which the audit keeps it: lists as one text."""
    old, new = _told(before), _told(after)
    return {name: [old[name], new[name]] for name in new if old[name] != new[name]}


def _told(rules: Rules) -> dict[str, Any]:
    kept = rules.kept()
    found = {name: _text(kept[name]) for name in kept if name not in ("points", "segments")}
    codes = sorted({*rules.points, *(each.code for each in reactions())})
    found["points"] = "; ".join(f"{code} {_text(list(rules.given(code)))}" for code in codes)
    found |= {segments_fact(code): _cut(each) for code, each in rules.segments.items()}
    return found


def _cut(matrix: Matrix) -> str:
    """Borders of both axes, then the clubs as they stand in the grid: row by row, best first."""
    borders = f"{_text(matrix.down)} × {_text(matrix.across)}"
    return f"{borders}: {' / '.join(_text(row) for row in matrix.named())}"


def _text(value: Any) -> Any:
    return " · ".join(map(str, value)) if isinstance(value, list | tuple) else value
