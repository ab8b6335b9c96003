"""Which appointments of a day stand side by side, because they overlap (A25)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from modules.calendar.queries.window import Occurrence


def groups_of(here: Sequence[Occurrence]) -> list[list[Occurrence]]:
    """Appointments that touch each other in time, one group after another."""
    groups: list[list[Occurrence]] = []
    end: datetime | None = None
    for each in here:
        if end is None or each.starts >= end:
            groups.append([])
            end = each.ends
        groups[-1].append(each)
        end = max(end, each.ends)
    return groups


def lanes_of(group: Sequence[Occurrence]) -> dict[int, int]:
    """{id: lane}: each in the first lane that is free when it begins."""
    ends: list[datetime] = []
    found = {}
    for each in group:
        lane = next((n for n, end in enumerate(ends) if end <= each.starts), len(ends))
        ends[lane : lane + 1] = [max(each.ends, each.starts + timedelta(minutes=20))]
        found[id(each)] = lane
    return found
