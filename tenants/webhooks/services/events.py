"""From a line of the audit to an event, in the transaction of the change (W2)."""

from __future__ import annotations

from collections.abc import Sequence

from tenants.known import Known
from tenants.people.models import AuditEntry
from tenants.webhooks import kinds, tasks
from tenants.webhooks.models import Endpoint, Event


def note(entries: Sequence[AuditEntry]) -> None:
    """Keeps what an endpoint wants to know; listens to the audit. Rings once it is committed."""
    found = [(entry, kind) for entry in entries if (kind := _kind(entry)) is not None]
    if not found:
        return
    wanted = _wanted.now()
    events = [
        _event(entry, record, verb)
        for entry, (record, verb) in found
        if f"{record}.{verb}" in wanted
    ]
    if events:
        Event.objects.bulk_create(events)
        tasks.carry.ring_once_committed()


def _kind(entry: AuditEntry) -> tuple[str, str] | None:
    return kinds.event_of(entry.action, entry.subject, entry.subject_id, entry.changes)


def _event(entry: AuditEntry, record: str, verb: str) -> Event:
    many = verb == kinds.MANY
    return Event(
        at=entry.at,
        record=record,
        verb=verb,
        object_id="" if many else entry.subject_id,
        action=entry.action,
        changes=entry.changes if many else sorted(entry.changes),
    )


def _read() -> frozenset[str]:
    """Every event that some endpoint is told of, or will be once it is open again."""
    every = Endpoint.objects.values_list("events", flat=True)
    return frozenset(code for codes in every for code in codes)


_wanted = Known("webhook events", _read)
