"""The to-dos of a day beside the calendar, and how many are open and done (A25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from dangol import clock
from modules.calendar.models import Todo
from modules.calendar.records import todo_record

MOST = 30
OPEN = ~Q(state=Todo.State.DONE)


@dataclass(frozen=True, kw_only=True)
class DayList:
    """A day's to-dos of one user: on today also what is overdue, carried over."""

    day: date
    overdue: list[Todo]
    todos: list[Todo]
    undated: list[Todo]
    open_count: int
    done_count: int


def of_day(user: Any, day: date) -> DayList:
    """What the user has to do on the day."""
    mine = todo_record.visible_to(user).filter(owner=user.pk).select_related("customer", "account")
    here = Q(due_on=day)
    is_today = day == clock.today()
    late = OPEN & Q(due_on__lt=day) if is_today else Q(pk__in=[])
    undated = OPEN & Q(due_on=None) if is_today else Q(pk__in=[])
    rows = list(mine.filter(here | late | undated).order_by("state", "due_on", "pk")[:200])
    counts = mine.filter(here | late).aggregate(
        open=Count("pk", filter=OPEN), done=Count("pk", filter=~OPEN)
    )
    rows.sort(key=lambda each: (each.state == Todo.State.DONE, each.importance != "high"))
    return DayList(
        day=day,
        overdue=[each for each in rows if each.due_on and each.due_on < day][:MOST],
        todos=[each for each in rows if each.due_on == day][:MOST],
        undated=[each for each in rows if each.due_on is None][:MOST],
        open_count=counts["open"],
        done_count=counts["done"],
    )
