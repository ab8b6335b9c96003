"""What the calendar brings to somebody's day: their appointments and to-dos (A4, A25)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dangol import clock
from dangol.portal.agenda import Line
from modules.calendar.queries import todos
from modules.calendar.queries.screen import address_of
from modules.calendar.queries.window import MINE, occurrences

MOST = 8


def lines(user: Any, day: date) -> list[Line]:
    """The user's own appointments of the day, by their time."""
    now = clock.now()
    return [
        Line(
            title=each.title,
            note=each.place,
            address=address_of(each),
            icon="calendar-days",
            at=None if each.is_all_day else each.starts,
            remark=_("All day") if each.is_all_day else "",
            is_past=each.ends < now,
        )
        for each in occurrences(user, day, day, (MINE,))[:MOST]
    ]


def todo_lines(user: Any, day: date) -> list[Line]:
    """What is to be done on the day, and how much is overdue."""
    found = todos.of_day(user, day)
    lines = [
        Line(
            title=each.title,
            note=str(each.customer or each.account or ""),
            address=reverse("calendar:todo-page", args=[each.pk]),
            icon="square-check",
            remark=_("Overdue") if each.due_on and each.due_on < day else _("To-do"),
        )
        for each in (*found.overdue, *found.todos)
        if each.done_at is None
    ]
    return lines[:MOST]
