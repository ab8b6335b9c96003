"""Scans: a look at every record of a type, part by part; new records as they come (B22, B30).

A part is one transaction with the scan locked, and moves the cursor: a kill undoes the part alone,
and whoever comes next does it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records import Record
from modules.cleansing.models import Scan, Watch
from modules.cleansing.services import evidence, findings
from modules.cleansing.types import types
from tenants import audit
from tenants.people.models import User

PART = 5_000
"""Records of one transaction."""
FIRST = UUID(int=0)
OVERLAP = timedelta(minutes=5)
"""Rows that were added in a transaction that ended later than the last look."""
SUBJECT = "cleansing.scan"
State = Scan.State


@transaction.atomic
def start(record: Record, user: User | None, ring: Callable[[str], None]) -> Scan:
    """Begins a scan, and `ring` wakes a worker. RuleBroken while one of the type is running."""
    scan = _begun(record, user)
    transaction.on_commit(lambda: ring(str(scan.pk)), robust=True)
    return scan


def _begun(record: Record, user: User | None) -> Scan:
    try:
        with transaction.atomic():
            return Scan.objects.create(
                record=record.code, started_by=user, total=record.rows().order_by().count()
            )
    except IntegrityError as error:
        words = _("This is being looked through already.")
        raise RuleBroken("scan_running", words) from error


@transaction.atomic
def stop(record: Record) -> None:
    """Stops the running scan of a type; what it found stays."""
    scan = Scan.objects.select_for_update().filter(record=record.code, state=State.RUNNING).first()
    if scan is not None:
        _finish(scan, State.STOPPED)


def work(pk: UUID) -> None:
    """Does part after part until the scan is over, or until another worker is at it."""
    while advance(pk):
        pass


@transaction.atomic
def advance(pk: UUID) -> bool:
    """Looks at the next part; False when there is nothing left to do here."""
    running = Scan.objects.filter(pk=pk, state=State.RUNNING)
    scan = running.select_for_update(skip_locked=True).first()
    if scan is None:
        return False
    record = types().get(scan.record)
    if record is None:  # its module is gone
        _finish(scan, State.STOPPED)
        return False
    rows = record.rows().filter(pk__gt=scan.cursor or FIRST).order_by("pk")[:PART]
    ids, found = findings.look_at(record, rows)
    if not ids:
        findings.forget_gone(record)
        _finish(scan, State.DONE)
        return False
    _look_for_errors(record, ids)
    scan.cursor, scan.touched_at = ids[-1], clock.now()
    scan.seen += len(ids)
    scan.found += found
    scan.save(update_fields=["cursor", "touched_at", "seen", "found"])
    return True


def _look_for_errors(record: Record, ids: Sequence[UUID]) -> None:
    """What contradicts itself goes into the register of errors, not among the suggestions."""
    if record.code == "base.customer":
        evidence.from_addresses(ids)


def _finish(scan: Scan, state: str) -> None:
    scan.state, scan.finished_at = state, clock.now()
    scan.save(update_fields=["state", "finished_at"])
    audit.record(
        f"{SUBJECT}.finish", subject=SUBJECT, subject_id=scan.pk, summary=scan.record,
        changes={"record": scan.record, "seen": scan.seen, "found": scan.found},
    )  # fmt: skip


def look_at_new() -> None:
    """Looks at what was added since the last time, of every type."""
    for record in types().values():
        _look_at_new(record)


@transaction.atomic
def _look_at_new(record: Record) -> None:
    """What was there before the first look is a scan's work."""
    now = clock.now()
    Watch.objects.get_or_create(record=record.code, defaults={"until": now})
    watch = Watch.objects.select_for_update(skip_locked=True).filter(record=record.code).first()
    if watch is None:
        return
    new = record.rows().filter(created_at__gt=watch.until - OVERLAP, created_at__lte=now)
    for part in batched(new.order_by().values_list("pk", flat=True), PART):
        findings.look_at(record, record.rows().filter(pk__in=part).order_by("pk"))
        _look_for_errors(record, part)
    watch.until = now
    watch.save(update_fields=["until"])


def start_due(before: datetime, ring: Callable[[str], None]) -> None:
    """Begins a scan of every type with records that was not looked through since `before`."""
    for record in types().values():
        lately = Scan.objects.filter(record=record.code, begun_at__gte=before)
        if not lately.exists() and record.rows().exists():
            start(record, None, ring)


def batched(ids: Iterable[UUID], size: int) -> Iterator[list[UUID]]:
    """The ids in lists of at most `size`."""
    remaining = iter(ids)
    while part := list(islice(remaining, size)):
        yield part
