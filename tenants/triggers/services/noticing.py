"""From a line of the audit to an occurrence, in the transaction of the change (A29)."""

from __future__ import annotations

from collections.abc import Sequence

from dangol.ids import read_id
from tenants.known import Known
from tenants.people.models import AuditEntry
from tenants.triggers import chain, tasks
from tenants.triggers.models import Occurrence, Trigger
from tenants.webhooks import kinds

Moment = Trigger.Moment
VERBS: dict[str, frozenset[str]] = {
    Moment.CREATE: frozenset({kinds.CREATE, kinds.MANY}),
    Moment.EDIT: frozenset({kinds.EDIT, kinds.MANY}),
    Moment.HOLD: frozenset(kinds.VERBS),
    Moment.DAY: frozenset(),
    Moment.TIME: frozenset(),
}
"""Which events may set off a trigger of each moment."""


def note(entries: Sequence[AuditEntry]) -> None:
    """Keeps what a trigger waits for; listens to the audit. Rings once it is committed."""
    wanted = _wanted.now()
    if not wanted:
        return
    found = [made for entry in entries if (made := _occurrence(entry, wanted)) is not None]
    if found:
        Occurrence.objects.bulk_create(found)
        tasks.work.ring_once_committed()


def _occurrence(entry: AuditEntry, wanted: frozenset[tuple[str, str]]) -> Occurrence | None:
    kind = kinds.event_of(entry.action, entry.subject, entry.subject_id, entry.changes)
    if kind is None or kind not in wanted:
        return None
    record, verb = kind
    key = read_id(entry.subject_id)
    if key is None:
        return None
    is_many = verb == kinds.MANY
    return Occurrence(
        at=entry.at,
        record=record,
        verb=verb,
        object_id=None if is_many else key,
        source=entry.subject if is_many else "",
        source_id=key if is_many else None,
        changed=[] if is_many else sorted(entry.changes),
        causes=list(chain.causes()),
        doer=entry.actor_id,
    )


def _read() -> frozenset[tuple[str, str]]:
    """(record type, verb) of everything that sets off a trigger which is on or on trial."""
    running = Trigger.objects.exclude(state=Trigger.State.OFF).values_list("record", "moment")
    return frozenset((record, verb) for record, moment in running for verb in VERBS[moment])


_wanted = Known("trigger occurrences", _read)
