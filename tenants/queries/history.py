"""The history of one record: what services noted, and what runs changed (U2, U4, V3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.utils.translation import gettext as _

from dangol.imports.plan import RowState
from dangol.records.many.deeds import TRASH
from dangol.records.page.history import Line
from dangol.records.parts import Look
from dangol.records.timeline import Mark, below
from tenants.importing.models import ImportChange, ImportRow, ImportRun
from tenants.journal.models import Change
from tenants.people.models import AuditEntry
from tenants.queries import audit, desk, telling
from tenants.vocabulary import vocabularies

IMPORTED = "tenants.import.change"
"""What a file did to one record."""


def entries(
    subject: str,
    key: Any,
    mark: Mark | None,
    most: int,
    *,
    without: Collection[str] = (),
    names: Collection[str] = (),
) -> list[AuditEntry]:
    """What was done to the record, newest first; what a run did stands there like an entry.

    without  actions that are left out
    names    columns: only what changed one of these
    """
    noted = AuditEntry.objects.filter(subject=subject, subject_id=str(key))
    noted = noted.exclude(action__in=without)
    if names:
        noted = noted.filter(changes__has_any_keys=list(names))
    found = list(below(noted, "at", mark, most))
    for written, at in ((changes_of(subject, key), "at"), (imported_to(subject, key), "moment")):
        rows: QuerySet[Any] = written.select_related("run__started_by")
        if names:
            rows = rows.filter(after__has_any_keys=list(names))
        if mark is not None:
            place = Tuple(F(at), F("run_id"))
            rows = rows.filter(TupleLessThan(place, (mark.at, mark.key)))
        found += map(entry_of, rows.order_by(f"-{at}", "-run_id")[:most])
    return sorted(found, key=lambda entry: (entry.at, entry.pk), reverse=True)[:most]


def changes_of(subject: str, key: Any) -> QuerySet[Change]:
    """What runs changed in the record."""
    return Change.objects.filter(object_id=key, run__record=subject)


def imported_to(subject: str, key: Any) -> QuerySet[ImportChange]:
    """What imports changed in the record, where no service has noted it."""
    found = ImportChange.objects.filter(record_id=key, run__record=subject, run__is_noted=False)
    return found.filter(is_new=False).exclude(after={})


def made_by_import(subject: str, key: Any) -> ImportRun | None:
    """The import that the record came with, where no service has noted it."""
    rows = ImportRow.objects.filter(record_id=key, state=RowState.CREATED, run__record=subject)
    row = rows.select_related("run__started_by").first()
    return row.run if row else None


def entry_of(change: Change | ImportChange) -> AuditEntry:
    """The change in the form of an entry, so that it is told in the same words; not to be saved."""
    run = change.run
    user = run.started_by
    if isinstance(change, ImportChange):
        key, at = change.record_id, change.moment
        action, changes = IMPORTED, changed(run.record, change.before, change.after)
    else:
        key, at = change.object_id, change.at
        action, changes = deed_of(
            change.run.record, change.run.deed, change.run.decides, change.before, change.after,
            is_undo=change.run.undoes_id is not None,
        )  # fmt: skip
    return AuditEntry(
        id=run.pk,
        at=at,
        actor_id=user.pk if user else None,
        actor_name=user.name if user else "",
        action=action,
        subject=run.record,
        subject_id=str(key),
        changes=changes,
    )


def changed(subject: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """{column: [before, after]} of what an import wrote, as the audit keeps changes.

    What follows from a value by itself, such as the digits of a number, is left out.
    """
    words = vocabularies().get(subject)
    return {
        name: [before.get(name), value]
        for name, value in after.items()
        if words is not None and words.fact(name) is not None
    }


def deed_of(
    record: str,
    deed: str,
    decides: Sequence[str],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    is_undo: bool,
) -> tuple[str, dict[str, Any]]:
    """(action, changes) as the audit would call what a run did to one record."""
    if deed == TRASH:
        return f"{record}.{'restore' if is_undo else 'delete'}", {}
    action = "tenants.run.undo" if is_undo else "tenants.run.finish"
    return action, {name: [before[name], after[name]] for name in decides}


class AuditedHistories:
    """Implements `dangol.records.page.history.Histories`."""

    def lines(self, record: str, key: UUID, look: Look, mark: Mark | None, most: int) -> list[Line]:
        rows = entries(record, key, mark, most)
        told = telling.changes(rows, look.user)
        return [
            Line(
                at=row.at,
                key=row.pk,
                who=telling.who(row),
                words=words_of(row),
                values=[each for each in told[row.pk] if is_open(record, each.name, look.hidden)],
            )
            for row in rows
        ]


def is_open(record: str, column: str, hidden: Collection[str]) -> bool:
    """Whether the user may read what an entry says of this column of a record."""
    fields = desk.records()[record].model._meta.concrete_fields
    named = {field.attname: field.name for field in fields}
    return named.get(column, column) not in hidden


def words_of(entry: AuditEntry) -> str:
    """What was done, without the noun: it stands on the record's own page."""
    noun, _dot, verb = entry.action.rpartition(".")
    if noun == entry.subject and verb == "move":  # elsewhere a move is one of place, here of state
        return _("state changed")
    if noun == entry.subject and verb in audit.VERBS:
        return str(audit.VERBS[verb])
    return audit.deed(entry.action)
