"""Changing the state of a send: only from a named state, never by reading first (decision 13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from dangol import clock, notices
from messaging.models import Send
from tenants import audit

Status = Send.Status
Reason = Send.Reason


TOLD = {
    Status.DONE: "messaging.send.done",
    Status.PAUSED: "messaging.send.stopped",
    Status.LIMITED: "messaging.send.stopped",
    Status.INSUFFICIENT: "messaging.send.stopped",
}
"""What the creator of a send is told of."""


def lock(send: Send) -> None:
    """Brings the send up to date and keeps it so until the transaction ends."""
    send.refresh_from_db(from_queryset=Send.objects.select_for_update(no_key=True))


def move(
    send: Send,
    to: Status,
    *,
    source: Sequence[Status],
    reason: Reason = Reason.NONE,
    detail: str = "",
    next_at: datetime | None = None,
    new_epoch: bool = False,
    **others: Any,
) -> bool:
    """Moves the send from one of `source` to `to`, with an audit line; False when it is elsewhere.

    `new_epoch` stops the work of pumps that began before. `send` is brought up to date. The audit
    names a new hour beside the one that `send` had.
    """
    if to in Send.TERMINAL:
        others["finished_at"] = clock.now()
    if new_epoch:
        others["epoch"] = F("epoch") + 1
    changed = Send.objects.filter(pk=send.pk, status__in=source).update(
        status=to, reason=reason, detail=detail[:200], next_at=next_at, **others
    )
    before, hour = send.status, send.scheduled_at
    send.refresh_from_db()
    if changed:
        changes: dict[str, Any] = {"status": [str(before), str(to)], "reason": str(reason)}
        if send.scheduled_at != hour:
            changes["scheduled_at"] = [_written(hour), _written(send.scheduled_at)]
        audit.record(
            "messaging.send.move",
            subject="messaging.send",
            subject_id=send.pk,
            summary=send.name,
            changes=changes,
        )
        _tell(send)
    return bool(changed)


def _tell(send: Send) -> None:
    """Whoever made the send is told that it ended, or why it stands still; nobody of a test."""
    kind = TOLD.get(Status(send.status))
    if kind is None or send.kind == Send.Kind.TEST:
        return
    facts = {"status": str(send.status), "reason": str(send.reason)}
    told = notices.Told(kind=kind, record="messaging.send", key=str(send.pk), facts=facts)
    notices.tell(told, [send.created_by])


def _written(hour: datetime | None) -> str | None:
    return hour.isoformat() if hour else None
