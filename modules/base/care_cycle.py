"""Port: how often customers of a grade are to be contacted (B19).

Who knows it registers here, such as the rules of `modules/scoring`. Where nobody does, customers
with an interval of their own alone have a day on which the next contact is due.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Intervals(Protocol):
    """Implemented by the module that holds the rules."""

    def days(self) -> Mapping[int | None, int]:
        """{grade, None for customers without one: days between two contacts}; a grade that is
        missing has no cycle."""


_known: list[Intervals] = []


def register_intervals(intervals: Intervals) -> None:
    """Called once, by a ready hook."""
    _known[:] = [intervals]


def days_by_grade() -> Mapping[int | None, int]:
    """The present company's intervals in days."""
    return _known[0].days() if _known else {}
