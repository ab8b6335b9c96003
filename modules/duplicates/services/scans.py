"""Looking through all records of a type, in the background (B20).

The rows go out by COPY, the engine works on them outside of the database, and what it found comes
back in blocks. A scan that was killed is begun anew: finding the same pairs twice changes nothing.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from modules.duplicates.engine import scan as engine
from modules.duplicates.kinds import KINDS, Mergeable
from modules.duplicates.models import Pair, Scan
from tenants import audit, known
from tenants.people.models import User

BLOCK = 5_000
"""Pairs that are stored in one statement."""
MOST = 200_000
"""Pairs that are kept; the likeliest come first."""
STALLED = timedelta(seconds=90)
"""A worker that said nothing for so long is not there any more."""
SPILL, KILLED = "dangol-duplicates-", 7_200
"""Where rows lie while they are compared; seconds after which nobody compares them any more."""
SAID = 2.0
"""Seconds between two words about how far it is."""
State = Scan.State


@transaction.atomic
def start(mergeable: Mergeable, by: User | None, ring: Callable[[str], None]) -> Scan:
    """Begins a scan. RuleBroken while one is going on."""
    if Scan.objects.filter(record=mergeable.code, state=State.RUNNING).exists():
        raise RuleBroken("scan_running", _("A search is going on already. Wait for its end."))
    scan = Scan.objects.create(record=mergeable.code, started_by=by)
    audit.record(
        "duplicates.scan.start", subject="duplicates.scan", subject_id=scan.pk,
        summary=str(mergeable.record.plural),
    )  # fmt: skip
    transaction.on_commit(lambda: ring(str(scan.pk)), robust=True)
    return scan


def work(scan_id: UUID) -> None:
    """Does the whole scan; nothing when it is over, or when another worker is at it."""
    idle = Q(step="") | Q(touched_at__lt=clock.now() - STALLED)
    running = Scan.objects.filter(idle, pk=scan_id, state=State.RUNNING)
    if not running.update(step="read", touched_at=clock.now()):
        return
    scan = Scan.objects.get(pk=scan_id)
    mergeable = KINDS[scan.record]
    _forget_killed()
    spill = Path(tempfile.mkdtemp(prefix=SPILL))
    try:
        _find(scan, mergeable, spill)
    except Exception as error:
        _finish(scan, State.FAILED, problem=str(error)[:300])
        raise
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def _forget_killed() -> None:
    """Removes what scans left behind that were killed: it holds people's data."""
    for left in Path(tempfile.gettempdir()).glob(f"{SPILL}*"):
        if clock.real_now().timestamp() - left.stat().st_mtime > KILLED:
            shutil.rmtree(left, ignore_errors=True)


def _find(scan: Scan, mergeable: Mergeable, spill: Path) -> None:
    rows = spill / "rows.csv"
    _copy_out(mergeable, rows)
    found = engine.scan(rows, mergeable.columns, spill=spill, heard=_telling(scan))
    with found:
        scan.rows = found.rows
        _keep(scan, islice(found.pairs, MOST))
        scan.weights = found.weights
    gone = Pair.objects.filter(record=scan.record, state=Pair.State.OPEN, seen_at__lt=scan.begun_at)
    gone.delete()
    _finish(scan, State.DONE)


def _copy_out(mergeable: Mergeable, to: Path) -> None:
    """The columns that are compared, of every record that is there, as a CSV."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in ("id", *mergeable.columns))
    table = quote(mergeable.record.model._meta.db_table)
    statement = (
        f"COPY (SELECT {columns} FROM {table} WHERE deleted_at IS NULL)"
        " TO STDOUT WITH (FORMAT csv, HEADER)"
    )
    with connection.cursor() as cursor, to.open("wb") as file, cursor.copy(statement) as copy:
        for block in copy:
            file.write(block)


def _keep(scan: Scan, pairs: Iterator[engine.Found]) -> None:
    while block := list(islice(pairs, BLOCK)):
        moment = clock.now()
        rows = [_pair(scan.record, each, moment) for each in block]
        Pair.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["record", "first", "second"],
            update_fields=["score", "evidence", "seen_at"],
        )  # fmt: skip
        scan.found += len(block)
        _touch(scan, "keep", 0)


def _pair(record: str, found: engine.Found, moment: Any) -> Pair:
    first, second = sorted((UUID(found.a), UUID(found.b)))
    return Pair(
        record=record, first=first, second=second, score=found.score,
        evidence=told(found.evidence), found_at=moment, seen_at=moment,
    )  # fmt: skip


def told(evidence: Sequence[Any]) -> list[dict[str, Any]]:
    """The evidence as it is kept."""
    return [asdict(each) for each in evidence]


def _telling(scan: Scan) -> Callable[[str, float], None]:
    """Says how far the engine is, now and then."""
    last = [0.0]

    def tell(step: str, share: float) -> None:
        if step != scan.step or time.monotonic() - last[0] > SAID:
            last[0] = time.monotonic()
            _touch(scan, step, share)

    return tell


def _touch(scan: Scan, step: str, share: float) -> None:
    scan.step, scan.share, scan.touched_at = step, share, clock.now()
    scan.save(update_fields=["step", "share", "touched_at", "found", "rows"])


def _finish(scan: Scan, state: str, problem: str = "") -> None:
    known.changed()
    scan.state, scan.problem, scan.finished_at = state, problem, clock.now()
    scan.save()
