"""The to-do as a record type: list, board and calendar come from here."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from dangol.records import (
    Board,
    Calendar,
    ChoiceFilter,
    Column,
    DateFilter,
    Due,
    Record,
    Search,
    Section,
    View,
)
from modules.calendar.forms.todos import TodoForm
from modules.calendar.models import Todo
from modules.calendar.services.todos import FIELDS, bulk, todos
from tenants.queries.owners import owner_filter
from tenants.record_words import vocabulary_of

OPEN = "state=open&state=doing"


def with_names(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("owner", "customer", "account")


todo_record = Record(
    code="calendar.todo",
    model=Todo,
    label=_("To-do"),
    plural=_("To-dos"),
    icon="square-check",
    counted=ngettext_lazy("%(shown)s to-do", "%(shown)s to-dos", "count"),
    title="title",
    subtitle=("state", "due_on"),
    columns=(
        Column(name="title"),
        Column(name="state", phone="end"),
        Column(name="due_on", phone="end-sub"),
        Column(name="importance", sort=""),
        Column(name="customer", sort="", phone="sub"),
        Column(name="account", sort="", optional=True),
        Column(name="owner", sort=""),
        Column(name="done_at", optional=True),
    ),
    sort="due_on",
    listed=with_names,
    views=(
        View(code="mine", label=_("Mine to do"), query=f"owner=me&{OPEN}&sort=due_on"),
        View(code="soon", label=_("Due within a week"), query=f"due_on.ahead=7&{OPEN}&sort=due_on"),
        View(code="done", label=_("Done"), query="state=done&sort=-done_at"),
    ),
    filters=(
        ChoiceFilter(field="state"),
        DateFilter(field="due_on"),
        ChoiceFilter(field="importance"),
        DateFilter(field="done_at"),
        owner_filter(),
    ),
    search=(Search(field="title"),),
    boards=(
        Board(
            field="state", card=("due_on", "customer", "owner"),
            tones={"open": "wait", "doing": "active", "done": "ok"},
        ),
    ),
    calendars=(Calendar(field="due_on", colour="state", tones={"done": "ok", "doing": "active"}),),
    sections=(
        Section(
            label=_("Basic data"),
            fields=(
                "title", "due_on", "state", "importance", "owner", "customer", "account", "memo",
            ),
        ),
    ),
    dues=(Due(field="due_on", open=~Q(state=Todo.State.DONE), query=OPEN),),
    bulk=bulk,
    form=TodoForm,
    **todos.declared,
)  # fmt: skip
todo_words = vocabulary_of(todo_record, FIELDS)
