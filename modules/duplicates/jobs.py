"""What comes back by itself: work that stands still, the search of the night, final merges."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from dangol import clock
from modules.duplicates.kinds import KINDS
from modules.duplicates.models import MergeRule, Scan, Sweep
from modules.duplicates.services import closing, scans, stragglers, sweeps
from modules.duplicates.tasks import look_through, sweep
from tenants.importing.models import ImportRun, Revert
from tenants.rounds import in_every_company

NIGHT = range(2, 6)
"""Hours of the company's clock in which it looks through everything by itself."""
EVERY = timedelta(hours=20)
"""Between two nightly looks."""
RESTS = 10
"""How often its own time a scan rests before an import begins another."""
ROUNDS = 40
"""Parts that one company gets in one round."""
WHY = "look after duplicates"


def resume() -> None:
    """Rings for what stands still, and moves what came too late for its merge."""
    in_every_company(_resume, why=WHY)


def nightly() -> None:
    """Begins the searches of the night; what rules allow is merged."""
    in_every_company(_nightly, why=WHY)


def imported() -> None:
    """Looks through a type once an import of it has ended: who imports wants to see doubles now."""
    in_every_company(_imported, why=WHY)


def close() -> None:
    """Makes merges final that are older than ninety days."""
    in_every_company(_close, why=WHY)


def _resume() -> None:
    since = clock.now() - scans.STALLED
    for scan in Scan.objects.filter(state=Scan.State.RUNNING, touched_at__lt=since):
        look_through.ring(str(scan.pk))
    going = [Sweep.State.RUNNING, Sweep.State.UNDOING]
    for each in Sweep.objects.filter(state__in=going, touched_at__lt=since):
        sweep.ring(str(each.pk))
    stragglers.follow()


def _nightly() -> None:
    if timezone.localtime(clock.now()).hour not in NIGHT:
        return
    for mergeable in KINDS.values():
        last = Scan.objects.filter(record=mergeable.code).order_by("-begun_at").first()
        if last is not None and last.begun_at > clock.now() - EVERY:
            continue
        if mergeable.record.rows().exists():
            scans.start(mergeable, None, look_through.ring)
    for rule in MergeRule.objects.filter(is_nightly=True, record__in=list(KINDS)):
        done = Scan.objects.filter(record=rule.record, state=Scan.State.DONE)
        last = done.order_by("-begun_at").first()
        swept = Sweep.objects.filter(record=rule.record).order_by("-begun_at").first()
        if last is not None and (swept is None or swept.begun_at < last.begun_at):
            sweeps.start_if_any(KINDS[rule.record], sweep.ring)


def _imported() -> None:
    for mergeable in KINDS.values():
        last = Scan.objects.filter(record=mergeable.code).order_by("-begun_at").first()
        if last is not None and not _has_rested(last):
            continue
        ended = ImportRun.objects.filter(
            record=mergeable.code, state=ImportRun.State.DONE, created__gt=0
        ).exclude(revert=Revert.DONE)
        if last is not None:
            ended = ended.filter(finished_at__gte=last.begun_at)
        if ended.exists():
            scans.start(mergeable, None, look_through.ring)


def _has_rested(scan: Scan) -> bool:
    """Whether there was a pause ten times as long as the scan: of a million customers it takes
    minutes, and some companies import all day."""
    if scan.finished_at is None:
        return False
    return clock.now() >= scan.finished_at + RESTS * (scan.finished_at - scan.begun_at)


def _close() -> None:
    closing.close_removed()
    for _round in range(ROUNDS):
        if closing.close_old() < closing.PART:
            break
