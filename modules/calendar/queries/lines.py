"""Appointments and done to-dos as lines of a timeline: a customer's, an account's (B1, A25)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol import clock
from dangol.access import user_can
from dangol.records import Look, Record
from dangol.records.parts import Text
from dangol.records.timeline import Entry, Line, Stretch, add_source
from modules.calendar.models import Todo
from modules.calendar.models.appointment import ONCE
from modules.calendar.records import appointment_record, todo_record

APPOINTMENT, TODO = "appointment", "todo"
PATHS = {"base.customer": "customer", "base.account": "account"}


@dataclass(frozen=True)
class CalendarLines:
    """What took place and what was done. `path` leads to the record on whose page it stands."""

    path: str
    code = "calendar"

    def kinds(self, record: Record, look: Look) -> Mapping[str, Text]:
        return {kind: of.plural for kind, of, _at in self._types(look)}

    def stretches(self, record: Record, look: Look) -> Sequence[Stretch]:
        here = {self.path: look.instance.pk}
        closed = {APPOINTMENT: ONCE & Q(starts_at__lte=clock.now()), TODO: Q(state=Todo.State.DONE)}
        return [
            Stretch(
                rows=of.visible_to(look.user).filter(closed[kind], **here),
                at=at,
                kind=kind,
                data={
                    name: F(name) if name not in of.hidden_from(look.user) else Value("")
                    for name in ("title", "memo")
                },
            )
            for kind, of, at in self._types(look)
        ]

    def entries(self, record: Record, look: Look, lines: Sequence[Line]) -> Iterable[Entry]:
        for line in lines:
            is_todo = line.kind == TODO
            page = (todo_record if is_todo else appointment_record).url_name("page")
            yield Entry(
                at=line.at,
                key=line.key,
                source=self.code,
                kind=line.kind,
                icon="square-check" if is_todo else "calendar-days",
                title=line.data["title"] or (_("To-do") if is_todo else _("Appointment")),
                note=_("To-do done") if is_todo else _("Appointment"),
                text=line.data["memo"],
                address=reverse(page, args=[line.key]),
            )

    def _types(self, look: Look) -> list[tuple[str, Record, str]]:
        """(kind, record type, moment) of what the reader may see."""
        both = ((APPOINTMENT, appointment_record, "starts_at"), (TODO, todo_record, "done_at"))
        return [each for each in both if _is_open(look.user, each[1], each[2], self.path)]


def _is_open(user: Any, of: Record, at: str, path: str) -> bool:
    hidden = of.hidden_from(user)
    return user_can(user, of.permission("view")) and not {at, path} & hidden


def register() -> None:
    """Tells the timelines of customers and accounts."""
    for code, path in PATHS.items():
        add_source(code, CalendarLines(path))
