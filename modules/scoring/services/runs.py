"""Computing all scores of a company: each night, on demand, and after a change of rules.

The first step gathers facts in one statement. Then customers are written part by part, each part a
transaction that moves the cursor: a kill undoes the part alone, and nobody's save waits for more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from modules.base.models import Customer
from modules.scoring.models import Run
from modules.scoring.queries.current import newest, rules_of
from modules.scoring.sql.facts import gathering
from modules.scoring.sql.writing import writing
from tenants import audit
from tenants.people.models import User

PART = 20_000
"""Customers of one transaction."""
FIRST = UUID(int=0)
SUBJECT = "scoring.run"
State = Run.State


@transaction.atomic
def start(user: User | None, ring: Callable[[str], None]) -> Run:
    """Begins a computation, and `ring` wakes a worker. RuleBroken while one is running."""
    try:
        with transaction.atomic():
            run = Run.objects.create(
                started_by=user, rule_set=newest(), total=Customer.objects.present().count()
            )
    except IntegrityError as error:
        words = _("The scores are being computed already. Wait for its end.")
        raise RuleBroken("run_running", words) from error
    transaction.on_commit(lambda: ring(str(run.pk)), robust=True)
    return run


@transaction.atomic
def stop() -> None:
    """Stops the running computation; what it wrote stays, the next one does the rest."""
    run = Run.objects.select_for_update().filter(state=State.RUNNING).first()
    if run is not None:
        _finish(run, State.STOPPED)


def work(pk: UUID) -> None:
    """Does step after step until the run is over, or until another worker is at it."""
    while advance(pk):
        pass


@transaction.atomic
def advance(pk: UUID) -> bool:
    """Does the next step; False when there is nothing left to do here."""
    running = Run.objects.filter(pk=pk, state=State.RUNNING)
    run = running.select_for_update(skip_locked=True, of=("self",)).first()
    if run is None:
        return False
    if run.facts_at is None:
        _gather(run)
        return True
    until = _end_of_part(run)
    if until is None:
        _finish(run, State.DONE)
        return False
    _write(run, until)
    return True


def _gather(run: Run) -> None:
    run.facts_at = run.touched_at = clock.now()
    statement, parameters = gathering(rules_of(run), run.facts_at)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
    run.save(update_fields=["facts_at", "touched_at"])


def _end_of_part(run: Run) -> tuple[UUID, int] | None:
    """(id of the last customer of the next part, how many they are)."""
    rows = Customer.objects.present().filter(pk__gt=run.cursor or FIRST).order_by("pk")
    ids = list(rows.values_list("pk", flat=True)[:PART])
    return (ids[-1], len(ids)) if ids else None


def _write(run: Run, part: tuple[UUID, int]) -> None:
    until, count = part
    today = run.facts_at.astimezone(clock.KOREA).date()  # type: ignore[union-attr]
    where = {"after": run.cursor or FIRST, "until": until, "run": run.pk}
    with connection.cursor() as cursor:
        cursor.execute(writing(rules_of(run), today), where)
        changed, moved = cursor.fetchone()
    run.cursor, run.touched_at = until, clock.now()
    run.seen += count
    run.changed += changed
    run.moved += moved
    run.save(update_fields=["cursor", "touched_at", "seen", "changed", "moved"])


def _finish(run: Run, state: str) -> None:
    run.state, run.finished_at = state, clock.now()
    run.save(update_fields=["state", "finished_at"])
    audit.record(
        f"{SUBJECT}.finish", subject=SUBJECT, subject_id=run.pk,
        changes={"seen": run.seen, "changed": run.changed, "moved": run.moved},
    )  # fmt: skip


def start_due(before: datetime, ring: Callable[[str], None]) -> None:
    """Begins one where none began since `before` and there are customers."""
    lately = Run.objects.filter(begun_at__gte=before)
    if not lately.exists() and Customer.objects.present().exists():
        start(None, ring)
