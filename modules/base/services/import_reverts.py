"""Taking a whole import back: first what would happen is counted, then it is done (U5).

Customers that it made go into the trash, customers that it changed get their values back. Whoever
was used or changed since stays as they are, with the reason. Parts are transactions with a cursor,
as in the import itself: a killed worker loses nothing and does nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from modules.base.models import Customer, ImportChange, ImportKept, ImportRow, ImportRun
from modules.base.models.imports import REVERTED_FOR, Revert
from modules.base.services import bulk_customers
from modules.base.services.import_journal import plain
from tenants import audit
from tenants.people.models import User

PART = 5_000
BUSY = (Revert.COUNTING, Revert.RUNNING)


@dataclass
class Judged:
    """What becomes of the customers of one part."""

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
        "base.import.revert", subject="base.import", subject_id=run.pk, summary=run.file_name,
        changes={"reverted": run.reverted, "kept": run.kept},
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
    judged = _judge(run, run.revert_at, run.revert_at + PART)
    if run.revert == Revert.RUNNING:
        _write(judged)
    ImportKept.objects.bulk_create(
        [ImportKept(run=run, customer_id=pk, reason=why) for pk, why in judged.kept.items()]
    )
    run.revert_at = min(run.revert_at + PART, run.rows_total)
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
    run.kept_customers.all().delete()
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
    user = run.reverted_by
    with audit.acting(audit.Actor(id=user.pk, name=user.name) if user else audit.Actor()):
        audit.record(
            "base.import.reverted", subject="base.import", subject_id=run.pk,
            summary=run.file_name, changes={"reverted": run.reverted, "kept": run.kept},
        )  # fmt: skip


def _judge(run: ImportRun, after: int, to: int) -> Judged:
    """Looks at the customers of the rows after `after` up to `to`, and locks them."""
    made = run.rows.filter(number__gt=after, number__lte=to, state=ImportRow.State.CREATED)
    created = [pk for pk in made.values_list("customer_id", flat=True) if pk is not None]
    changed = list(run.changes.filter(number__gt=after, number__lte=to, is_new=False))
    ids = [*created, *(change.customer_id for change in changed)]
    rows = Customer.objects.select_for_update().filter(pk__in=ids).order_by("pk").values()
    now: dict[UUID, dict[str, Any]] = {row["id"]: dict(row) for row in rows}
    judged = Judged()
    moments = dict(run.changes.filter(customer_id__in=created).values_list("customer_id", "moment"))
    used = _used(created)
    for pk in created:
        row = now.get(pk)
        if reason := _why_not_trash(row, moments.get(pk), used.get(pk, "")):
            judged.kept[pk] = reason
        else:
            judged.trash.append(pk)
    for change in changed:
        if reason := _why_not_back(now.get(change.customer_id), change):
            judged.kept[change.customer_id] = reason
        else:
            judged.back[change.customer_id] = change.before
    return judged


def _why_not_trash(row: dict[str, Any] | None, moment: Any, used: str) -> str:
    if row is None or row["deleted_at"] is not None:
        return "gone"
    if row["updated_at"] not in (row["created_at"], moment):
        return "edited"
    return used


def _why_not_back(row: dict[str, Any] | None, change: ImportChange) -> str:
    if row is None or row["deleted_at"] is not None:
        return "gone"
    now = plain({name: row[name] for name in change.after})
    other = next((name for name, value in change.after.items() if now[name] != value), "")
    return f"edited:{other}" if other else ""


def _used(ids: list[UUID]) -> dict[UUID, str]:
    """Customers to which something belongs by now, whatever module keeps it."""
    found: dict[UUID, str] = {}
    for relation in Customer._meta.related_objects:
        column = relation.field.attname
        rows = relation.related_model._default_manager.filter(**{f"{column}__in": ids})
        for pk in rows.values_list(column, flat=True).distinct():
            found[pk] = "used"
    return found


def _write(judged: Judged) -> None:
    """Writes what was judged; a customer whose old code is another's by now is kept."""
    moment = clock.now()
    Customer.objects.filter(pk__in=judged.trash).update(deleted_at=moment)
    try:
        with transaction.atomic():
            bulk_customers.write(judged.back, moment)
    except IntegrityError:
        for pk, before in list(judged.back.items()):
            try:
                with transaction.atomic():
                    bulk_customers.write({pk: before}, moment)
            except IntegrityError:
                del judged.back[pk]
                judged.kept[pk] = "code_taken"
