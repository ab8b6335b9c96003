"""Days on which nobody works, by name: public holidays and a company's own. A port (P7).

`tenants` implements it; calendars paint these days red.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol


class FreeDays(Protocol):
    """Knows the free days of the present company."""

    def between(self, first: date, last: date) -> dict[date, str]:
        """{day: its name in the reader's words} from `first` to `last`, both included."""


_known: list[FreeDays] = []


def register_free_days(days: FreeDays) -> None:
    """Called once at start by the layer that knows companies."""
    _known[:] = [days]


def free_days(first: date, last: date) -> dict[date, str]:
    """The free days of a span, weekends left out."""
    return _known[0].between(first, last)
