"""Tiles of the portal (A3, B27)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from dangol import clock
from modules.calendar.queries.coming import AHEAD, coming

LINES = 8


def anniversaries(user: Any, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """The anniversaries of the next ten days, the nearest first; the list has as many."""
    found = coming(user, clock.today(), AHEAD, LINES)
    more = f"{reverse('calendar:coming')}?days={AHEAD}"
    return {
        "lines": found.lines, "count": found.count, "is_over": found.is_over, "days": AHEAD,
        "more": more,
        "is_more": found.count > LINES,
    }  # fmt: skip
