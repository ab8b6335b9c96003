"""Beginning, doing, stopping and undoing runs (U1, U4).

A part is one transaction with the run locked: it writes records and journal and moves the cursor.
A kill undoes the part alone, and whoever comes next does it; two workers never do the same one.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import access, clock, notices
from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.records.many.deeds import BULK
from dangol.records.many.runs import NOW, Asked
from dangol.records.many.supplies import EACH
from tenants import audit
from tenants.journal.models import Change, Run
from tenants.journal.queries.selected import selected
from tenants.journal.services import parts
from tenants.journal.types import record_of
from tenants.people.models import User

SUBJECT = "tenants.run"
NAMED = 100
"""Records whose ids are handed on when somebody is told."""
State = Run.State


@transaction.atomic
def begin(record: Record, user: User, asked: Asked, ring: Callable[[str], None]) -> Run:
    """Does a deed with many records: at once when they are few, else `ring` wakes a worker.

    RuleBroken when nothing is selected, and when the selection cannot be read.
    """
    run = Run(
        record=record.code, deed=asked.deed, verb=asked.verb, field=asked.field,
        columns=parts.stored(asked), decides=list(asked.decides), query=asked.query,
        chosen=[str(pk) for pk in asked.chosen] or None, facts=dict(asked.facts),
        started_by=user,
    )  # fmt: skip
    rows = selected(run, record).order_by("pk").values_list("pk", flat=True)
    few = list(rows[: NOW + 1])
    if not few:
        raise RuleBroken("bulk_none", _("Choose the rows first."))
    if not selected(run, record, asked.verb).exists():
        raise RuleBroken("bulk_closed", _("Your role may not do this with the chosen rows."))
    run.is_long = len(few) > NOW
    run.until = selected(run, record).order_by("-pk").values_list("pk", flat=True).first()
    run.total = None if run.is_long else len(few)
    run.save(force_insert=True)
    _go(run, record, ring)
    return run


@transaction.atomic
def undo(record: Record, user: User, code: UUID, ring: Callable[[str], None]) -> Run:
    """Puts back what the user's run wrote, wherever that still stands.

    RuleBroken when it is not over, was undone already, or when the user has lost the right to it.
    """
    undone = Run.objects.select_for_update().get(pk=code, started_by=user)
    if undone.state == State.RUNNING:
        raise RuleBroken("run_running", _("This is still going on. Stop it first."))
    if Run.objects.filter(undoes=undone).exists():
        raise RuleBroken("run_undone", _("This was undone already."))
    if not may_still(record, user, undone):
        raise RuleBroken("bulk_closed", _("Your role may not do this with the chosen rows."))
    run = Run(
        record=undone.record, deed=undone.deed, verb=undone.verb, field=undone.field,
        columns=undone.columns, decides=undone.decides, query=undone.query, facts=undone.facts,
        undoes=undone,
        total=undone.changed, is_long=undone.changed > NOW, started_by=user,
    )  # fmt: skip
    run.save(force_insert=True)
    _go(run, record, ring)
    return run


@transaction.atomic
def cancel(user: User, code: UUID) -> Run:
    """Stops the user's run where it is; what it did stays, and can be undone."""
    run = Run.objects.select_for_update().get(pk=code, started_by=user)
    if run.state == State.RUNNING:
        finish(run, record_of(run), State.CANCELLED)
    return run


def work(run_id: UUID) -> None:
    """Does part after part until the run is over, or until another worker is at it."""
    while advance(run_id):
        pass


@transaction.atomic
def advance(run_id: UUID) -> bool:
    """Does the next part; False when there is nothing left to do here."""
    running = Run.objects.filter(pk=run_id, state=State.RUNNING).select_related("started_by")
    run = running.select_for_update(skip_locked=True, of=("self",)).first()
    return run is not None and _advance(run, record_of(run))


def may_still(record: Record, user: User, run: Run) -> bool:
    """Whether the user holds the rights to the deed, and may write the field."""
    rights = (record.permission(run.verb), record.permission(BULK))
    closed = {*record.hidden_from(user), *record.locked_for(user)}
    return run.field not in closed and all(access.user_can(user, each) for each in rights)


def _go(run: Run, record: Record, ring: Callable[[str], None]) -> None:
    if run.is_long:
        transaction.on_commit(lambda: ring(str(run.pk)), robust=True)
        return
    while _advance(run, record):
        pass


def _advance(run: Run, record: Record) -> bool:
    user = run.started_by
    actor = audit.Actor(id=user.pk, name=user.name) if user else audit.SYSTEM
    with audit.acting(audit.actor() if audit.actor().id == actor.id else actor):
        try:
            if run.total is None:
                run.total = selected(run, record).filter(pk__lte=run.until).count()
            part = parts.do_part(run, record)
        except RuleBroken as broken:
            finish(run, record, State.FAILED, str(broken))
            return False
        if part.end is None:
            finish(run, record, State.DONE)
            return False
        _count(run, part)
    return True


def _count(run: Run, part: parts.Part) -> None:
    counted = part.counted
    run.cursor, run.touched_at = part.end, clock.now()
    run.seen += counted.seen
    run.changed += counted.changed
    run.left += counted.left
    run.same += counted.seen - counted.changed - counted.left
    run.save(update_fields=["cursor", "touched_at", "total", "seen", "changed", "left", "same"])


def finish(run: Run, record: Record, state: str, problem: str = "") -> None:
    """Ends the run: one line in the audit, and whoever is concerned is told."""
    run.state, run.problem, run.finished_at = state, problem[:300], clock.now()
    run.save(update_fields=["state", "problem", "finished_at", "total"])
    audit.record(
        "tenants.run.undo" if run.undoes_id else "tenants.run.finish",
        subject=SUBJECT, subject_id=run.pk, summary=str(record.plural),
        changes={
            "record": run.record,
            "set": {
                "record": run.record, "field": run.field, "columns": run.columns,
                "is_each": run.deed == EACH,
            },
            "selection": {
                "record": run.record, "query": run.query, "chosen": len(run.chosen or []),
            },
            "state": str(run.state), "changed": run.changed, "left": run.left,
        },
    )  # fmt: skip
    _tell_owners(run, record)
    if run.is_long:
        _tell_user(run)


def _tell_owners(run: Run, record: Record) -> None:
    """Those to whom the records came are told once; undoing takes it back."""
    source = run.undoes_id or run.pk
    changes = Change.objects.filter(run=source).order_by("object_id")
    ids = list(changes.values_list("object_id", flat=True)[:NAMED])
    concerned = record.bulk.told(run.columns, ids, run.changed) if ids and run.changed else None
    if concerned is not None:
        (notices.take_back if run.undoes_id else notices.tell)(*concerned)


def _tell_user(run: Run) -> None:
    """Whoever began it is told by the system: they have gone on to something else meanwhile."""
    facts = {name: getattr(run, name) for name in ("record", "state", "changed", "left")} | {
        "is_undo": run.undoes_id is not None
    }
    told = notices.Told(kind="tenants.run.finished", record=SUBJECT, key=str(run.pk), facts=facts)
    with audit.acting(audit.SYSTEM):
        notices.tell(told, [run.started_by_id])
