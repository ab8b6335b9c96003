"""The tile of today: the day in both calendars, and what waits on it, gathered from all modules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.module_loading import import_string

from dangol import clock, registry
from dangol.access import user_can
from dangol.portal import almanac, drawing
from dangol.registry import Agenda

MOST = 12
PATIENCE = 0.1
"""Seconds for what one module says."""


@dataclass(frozen=True)
class Line:
    """Something of this day.

    at      its moment, or None for the whole day
    note    a few words below the title
    remark  a word at the end of the line
    stands_for  how many things the line counts: more than one where it leads to the rest of them
    """

    title: str
    address: str
    icon: str
    at: datetime | None = None
    note: str = ""
    remark: str = ""
    is_past: bool = False
    stands_for: int = 1


def context(user: Any, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """The day, and its lines: those with a moment by time, then those of the whole day."""
    day = clock.today()
    lines = gathered(user, day)
    timed = sorted((line for line in lines if line.at), key=lambda line: line.at or clock.now())
    return {
        "day": day,
        "lunar": almanac.lunar(day),
        "holiday": almanac.holiday(day),
        "timed": timed[:MOST],
        "whole_day": [line for line in lines if not line.at][:MOST],
        "count": sum(line.stands_for for line in lines),
        "now": clock.now(),
    }


def gathered(user: Any, day: date) -> list[Line]:
    """What every module open to this user says of the day; one that fails says nothing."""
    declared = [each for declaration in registry.declarations() for each in declaration.agendas]
    own = sorted(
        (each for each in declared if user_can(user, each.permission)),
        key=lambda each: each.order,
    )
    said = drawing.guarded(lambda: [_lines(each, user, day) for each in own])
    if said is None:  # one of them failed: the others are asked by themselves
        alone = [
            drawing.attempt(lambda each=each: _lines(each, user, day), PATIENCE)  # type: ignore[misc]
            for each in own
        ]
        said = [lines or [] for lines in alone]
    return [line for lines in said for line in lines]


def _lines(agenda: Agenda, user: Any, day: date) -> list[Line]:
    found: list[Line] = import_string(agenda.lines)(user, day)
    return found
