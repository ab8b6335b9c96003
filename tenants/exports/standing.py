"""Under which rights a file was made: whoever has less now does not get it any more (U6, P5)."""

from __future__ import annotations

from typing import Any

from dangol import access
from dangol.access import Scope
from dangol.records import Record
from tenants.people.models import User


def standing(record: Record, user: User) -> list[Any]:
    """[[how far the user sees the type, their department where that counts], …], the type first,
    then those that its records are parts of."""
    found = []
    within: Record | None = record
    while within is not None:
        scope = access.scope_of(user, within.permission("view"))
        place = str(user.department_id or "") if scope is Scope.DEPARTMENT else ""
        found.append([int(scope), place])
        within = within.within.record if within.within else None
    return found


def still(then: list[Any], now: list[Any]) -> bool:
    """Whether one sees at least as far as then."""
    if len(then) != len(now):
        return False
    return all(
        scope > before or (scope == before and place == stood)
        for (before, stood), (scope, place) in zip(then, now, strict=True)
    )
