"""Making, changing and doing to-dos (A25)."""

from __future__ import annotations

from django.db.models import Q

from dangol import clock
from dangol.records.bulk import Bulk, Columns
from modules.calendar.models import Todo
from tenants.services.records import Services, Values, set_all

FIELDS = (
    "title", "state", "due_on", "importance", "owner_id", "customer_id", "account_id", "memo",
)  # fmt: skip


def _take_over(todo: Todo, values: Values) -> None:
    set_all(todo, values)
    if todo.state != Todo.State.DONE:
        todo.done_at = None
    elif todo.done_at is None:
        todo.done_at = clock.now()


def _made(columns: Columns) -> Columns:
    """When many are done at once, it is now."""
    if "state" not in columns:
        return {}
    return {"done_at": clock.now() if columns["state"] == Todo.State.DONE else None}


todos = Services(
    subject="calendar.todo",
    model=Todo,
    fields=FIELDS,
    owner="owner",
    passes=~Q(state=Todo.State.DONE),
    take_over=_take_over,
)
bulk = Bulk(made=_made, told=todos.concerned)
