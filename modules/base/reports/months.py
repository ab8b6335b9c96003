"""The months of a question, for reports that run month by month."""

from __future__ import annotations

from datetime import date, timedelta

from dangol import clock
from dangol.records.looks.spans import after_span, span_start
from tenants.reports.ready.asked import Asked

MOST = 36
"""Months that are shown; of more the latest."""


def months(asked: Asked) -> list[tuple[date, date]]:
    """(first, last) day of each month up to today, cut to the asked days."""
    if asked.first is None or asked.last is None:
        return []
    found, start = [], span_start(asked.first, "month")
    while start <= min(asked.last, clock.today()):
        after = after_span(start, "month")
        found.append((max(start, asked.first), min(after - timedelta(days=1), asked.last)))
        start = after
    return found[-MOST:]


def between(field: str, first: date, last: date) -> dict[str, list[str]]:
    """The filter of a list for these days, both included."""
    return {f"{field}.from": [first.isoformat()], f"{field}.to": [last.isoformat()]}
