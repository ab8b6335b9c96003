"""Taking a whole import back: first what would happen is counted, then it is done (U5).

Records that it made go into the trash, records that it changed get their values back. Whoever
was used or changed since stays as they are, with the reason. Parts are transactions with a cursor,
as in the import itself: a killed worker loses nothing and does nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.imports.plan import Intake, RowState
from dangol.imports.writing import plain, value_of
from dangol.records import Record
from tenants import audit
from tenants.importing.intakes import intake_of, record_of
from tenants.importing.models import (
    REVERTED_FOR,
    ImportChange,
    ImportKept,
    ImportRun,
    Revert,
)
from tenants.importing.services.runs import in_the_name_of
from tenants.people.models import User
from tenants.queries.undone import as_before

SUBJECT = "tenants.import"
BUSY = (Revert.COUNTING, Revert.RUNNING)


@dataclass
class Judged:
    """What becomes of the records of one part."""

    trash: list[UUID] = field(default_factory=list)
    back: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    kept: dict[UUID, str] = field(default_factory=dict)


@transaction.atomic
def ask(run: ImportRun, ring: Callable[[], None]) -> None:
    """Lets count what would be taken back. RuleBroken when it cannot be."""
    _begin(run, Revert.COUNTING, ring)


@transaction.atomic
def start(run: ImportRun, user: User, ring: Callable[[], None]) -> None:
    """Takes back what can be. RuleBroken unless it was counted before."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.revert != Revert.COUNTED:
        raise RuleBroken("revert_uncounted", _("Look first at what would be taken back."))
    run.reverted_by = user
    run.save(update_fields=["reverted_by"])
    _begin(run, Revert.RUNNING, ring)
    audit.record(
        f"{SUBJECT}.revert", subject=SUBJECT, subject_id=run.pk, summary=run.file_name,
        changes={"record": run.record, "reverted": run.reverted, "kept": run.kept},
    )  # fmt: skip


def work(run_id: UUID) -> None:
    """Does part after part until all is looked at, or another worker is at it."""
    while advance(run_id):
        pass


@transaction.atomic
def advance(run_id: UUID) -> bool:
    """Does the next part; False when there is nothing left to do here."""
    busy = ImportRun.objects.filter(pk=run_id, revert__in=BUSY)
    run = busy.select_for_update(skip_locked=True, of=("self",)).first()
    if run is None:
        return False
    if run.revert_at >= run.rows_total:
        _finish(run)
        return False
    with in_the_name_of(run.reverted_by):
        intake = intake_of(run, is_over=True)
        judged, now = _judge(run, run.revert_at, run.revert_at + intake.part)
        if run.revert == Revert.RUNNING:
            _write(judged, now, intake)
    ImportKept.objects.bulk_create(
        [ImportKept(run=run, record_id=pk, reason=why) for pk, why in judged.kept.items()]
    )
    run.revert_at = min(run.revert_at + intake.part, run.rows_total)
    run.reverted += len(judged.trash) + len(judged.back)
    run.kept += len(judged.kept)
    run.touched_at = clock.now()
    run.save(update_fields=["revert_at", "reverted", "kept", "touched_at"])
    return True


@transaction.atomic
def forget() -> None:
    """Forgets the old values of imports that can no longer be taken back."""
    old = clock.now() - REVERTED_FOR
    for model in (ImportChange, ImportKept):
        model.objects.filter(run__finished_at__lt=old).delete()


def _begin(run: ImportRun, state: str, ring: Callable[[], None]) -> None:
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.revert in BUSY:
        return
    if not run.may_revert:
        raise RuleBroken(
            "revert_over",
            _("This import cannot be taken back: it is over 30 days old, or it was already."),
        )
    run.kept_records.all().delete()
    run.revert, run.revert_at, run.touched_at = state, 0, clock.now()
    run.reverted = run.kept = 0
    run.save(update_fields=["revert", "revert_at", "reverted", "kept", "touched_at"])
    transaction.on_commit(ring, robust=True)


def _finish(run: ImportRun) -> None:
    is_done = run.revert == Revert.RUNNING
    run.revert = Revert.DONE if is_done else Revert.COUNTED
    run.save(update_fields=["revert"])
    if not is_done:
        return
    with in_the_name_of(run.reverted_by):
        audit.record(
            f"{SUBJECT}.reverted", subject=SUBJECT, subject_id=run.pk,
            summary=run.file_name,
            changes={"record": run.record, "reverted": run.reverted, "kept": run.kept},
        )  # fmt: skip


def _judge(run: ImportRun, after: int, to: int) -> tuple[Judged, dict[UUID, Any]]:
    """Looks at the records of the rows after `after` up to `to`; with them as they are, locked."""
    record = record_of(run)
    made = run.rows.filter(number__gt=after, number__lte=to, state=RowState.CREATED)
    created = [pk for pk in made.values_list("record_id", flat=True) if pk is not None]
    changed = list(run.changes.filter(number__gt=after, number__lte=to, is_new=False))
    ids = [*created, *(change.record_id for change in changed)]
    every: Any = record.model._default_manager
    rows = every.select_for_update().filter(pk__in=ids).order_by("pk").values()
    now: dict[UUID, dict[str, Any]] = {row["id"]: dict(row) for row in rows}
    judged = Judged()
    moments = dict(run.changes.filter(record_id__in=created).values_list("record_id", "moment"))
    used = _used(record, created)
    undone = as_before(record.code, created)
    for pk in created:
        asked = {moments.get(pk), undone.get(pk)}
        reason = _why_not_trash(record, now.get(pk), asked) or used.get(pk, "")
        if reason:
            judged.kept[pk] = reason
        else:
            judged.trash.append(pk)
    for change in changed:
        if reason := _why_not_back(record, now.get(change.record_id), change):
            judged.kept[change.record_id] = reason
        else:
            judged.back[change.record_id] = change.before
    return judged, now


def _why_not_trash(record: Record, row: dict[str, Any] | None, moments: Collection[Any]) -> str:
    """`moments` are versions at which the record was as the import had left it."""
    if row is None or row[record.bulk.trash] is not None:
        return "gone"
    return "" if row[record.version] in (row["created_at"], *moments) else "edited"


def _why_not_back(record: Record, row: dict[str, Any] | None, change: ImportChange) -> str:
    if row is None or row[record.bulk.trash] is not None:
        return "gone"
    now = plain({name: value_of(row, name) for name in change.after})
    other = next((name for name, value in change.after.items() if now[name] != value), "")
    return f"edited:{other}" if other else ""


def _used(record: Record, ids: list[UUID]) -> dict[UUID, str]:
    """Records to which something belongs by now, whatever module keeps it."""
    found: dict[UUID, str] = {}
    for relation in record.model._meta.related_objects:
        column = relation.field.attname
        rows = relation.related_model._default_manager.filter(**{f"{column}__in": ids})
        for pk in rows.values_list(column, flat=True).distinct():
            found[pk] = "used"
    return found


def _write(judged: Judged, now: dict[UUID, Any], intake: Intake) -> None:
    """Does what was judged; what cannot be done after all is kept, with the reason."""
    away = intake.put_away(judged.trash)
    judged.trash = [pk for pk in judged.trash if pk not in away]
    kept = away | intake.put_back(now, judged.back)
    judged.back = {pk: before for pk, before in judged.back.items() if pk not in kept}
    judged.kept |= kept
