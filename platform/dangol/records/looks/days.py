"""Laying entries out over the weeks of a calendar: which row each takes, what does not fit (U1).

Pure: it knows days and rows, and nothing of records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

WEEK = 7


@dataclass(frozen=True, kw_only=True)
class Span:
    """Something that stands on some days, the first and the last included."""

    first: date
    last: date
    what: Any


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A span as it lies in one week.

    column  of its first day there, 1 is Sunday; `days` how many it covers
    row     below the days' numbers, from 0
    comes, goes  it lasts from the week before, into the week after
    """

    what: Any
    column: int
    days: int
    row: int
    comes: bool
    goes: bool


def weeks_of(day: date, span: str) -> list[date]:
    """The Sundays of the weeks that are shown around a day: one, or those of its month."""
    first = day if span == "week" else day.replace(day=1)
    sunday = first - timedelta(days=(first.weekday() + 1) % WEEK)
    found = [sunday]
    while span != "week" and (found[-1] + timedelta(days=WEEK)).replace(day=1) == first:
        found.append(found[-1] + timedelta(days=WEEK))
    return found


def days_between(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def lay(spans: Sequence[Span], sunday: date, rows: int) -> tuple[list[Bar], list[int]]:
    """(the bars of one week, how many spans of each of its days found no row).

    Longer spans that begin on the same day lie above; the order is kept otherwise.
    """
    saturday = sunday + timedelta(days=WEEK - 1)
    here = [each for each in spans if each.first <= saturday and each.last >= sunday]
    here.sort(key=lambda each: (max(each.first, sunday), -(each.last - each.first).days))
    taken: list[list[bool]] = [[False] * WEEK for _row in range(rows)]
    bars, left = [], [0] * WEEK
    for each in here:
        first = (max(each.first, sunday) - sunday).days
        last = (min(each.last, saturday) - sunday).days
        row = next((n for n, days in enumerate(taken) if not any(days[first : last + 1])), None)
        if row is None:
            for day in range(first, last + 1):
                left[day] += 1
            continue
        taken[row][first : last + 1] = [True] * (last - first + 1)
        bars.append(
            Bar(
                what=each.what,
                column=first + 1,
                days=last - first + 1,
                row=row,
                comes=each.first < sunday,
                goes=each.last > saturday,
            )
        )
    return bars, left
