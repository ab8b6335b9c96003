"""When a send reached its states, and by whose hand: read from the audit trail (S9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from dangol import clock
from messaging.models import Send
from tenants.people.models import AuditEntry

LOOKED_AT = 200
"""Newest moves that are read; a send is rarely paused a hundred times."""
Status = Send.Status


@dataclass(frozen=True)
class Course:
    """The moves that people ask about; a name is "" when the engine moved by itself.

    begun    started or reserved by a user; running: when messages first left
    stopped  the latest pause
    """

    begun_by: str = ""
    begun_at: datetime | None = None
    running_at: datetime | None = None
    stopped_by: str = ""
    stopped_at: datetime | None = None


@dataclass(frozen=True)
class Step:
    """One step of the line above the progress: `look` is done, now or later."""

    word: str
    at: datetime | None
    look: str


def course(send: Send) -> Course:
    """The send's way so far, in one statement."""
    moves = AuditEntry.objects.filter(
        subject="messaging.send", subject_id=str(send.pk), action="messaging.send.move"
    )
    rows = moves.order_by("-at").values_list("at", "actor_name", "changes")[:LOOKED_AT]
    found: dict[str, object] = {}
    for at, who, changes in rows:  # newest first: of the first times the oldest stays
        before, after = changes["status"]
        if before == Status.DRAFT:
            found |= {"begun_by": who, "begun_at": at}
        if after == Status.RUNNING:
            found["running_at"] = at
        if after == Status.PAUSED and "stopped_at" not in found:
            found |= {"stopped_by": who, "stopped_at": at}
    found.setdefault("begun_by", send.created_by_name)
    found.setdefault("begun_at", send.started_at)
    return Course(**found)  # type: ignore[arg-type]


def running(send: Send, start: datetime, now: datetime) -> list[tuple[datetime, datetime]]:
    """When it ran, in order: what it stood still in between is left out."""
    moves = AuditEntry.objects.filter(
        subject="messaging.send", subject_id=str(send.pk), action="messaging.send.move"
    )
    newest = moves.order_by("-at").values_list("at", "changes")[:LOOKED_AT]
    periods: list[tuple[datetime, datetime]] = []
    begun: datetime | None = None
    for at, changes in reversed(newest):
        _before, after = changes["status"]
        if begun is not None and after != Status.RUNNING:
            periods.append((begun, at))
            begun = None
        elif begun is None and after == Status.RUNNING:
            begun = at
    if begun is not None:
        periods.append((begun, send.finished_at or now))
    return periods or [(start, send.finished_at or now)]


def steps(send: Send, way: Course, time_left: timedelta | None) -> list[Step]:
    """Reserved (if it was), waiting, running, and the end or when it is expected."""
    status = Status(send.status)
    line = []
    if send.scheduled_at:
        look = "now" if status == Status.RESERVED else "done"
        line.append(Step(str(Status.RESERVED.label), send.scheduled_at, look))
    if status not in (Status.DRAFT, Status.RESERVED) and send.started_at:
        look = "now" if status == Status.WAITING else "done"
        line.append(Step(str(Status.WAITING.label), send.started_at, look))
    if way.running_at:
        look = "now" if status == Status.RUNNING else "done"
        line.append(Step(str(Status.RUNNING.label), way.running_at, look))
    if status in (Status.INSUFFICIENT, Status.LIMITED, Status.PAUSED):
        at = way.stopped_at if status == Status.PAUSED else None
        line.append(Step(str(status.label), at, "now"))
    if status in Send.TERMINAL:
        line.append(Step(str(status.label), send.finished_at, "done"))
    elif time_left is not None:
        line.append(Step(_("Expected end"), clock.now() + time_left, "later"))
    else:
        line.append(Step(str(Status.DONE.label), None, "later"))
    return line
