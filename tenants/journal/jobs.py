"""What comes back by itself: runs that stand still, trash whose days are over (U1, U4)."""

from __future__ import annotations

from datetime import timedelta

from dangol import clock
from dangol.records.trash import bin
from tenants.journal.models import Run
from tenants.journal.services import bins
from tenants.journal.tasks import go_on
from tenants.rounds import in_every_company

STALLED = timedelta(seconds=60)
"""A run that no worker touched for so long is rung for again."""


ROUNDS = 40
"""Parts that one company's trash gets in one round; what is left waits for the next."""


def resume() -> None:
    """Rings for every run that stands still: its worker was killed, or its ring was lost."""
    in_every_company(_resume, why="look after runs and the trash")


def expire() -> None:
    """Removes for good what has lain in the trash for all its days."""
    in_every_company(_expire, why="look after runs and the trash")


def _resume() -> None:
    stalled = Run.objects.filter(state=Run.State.RUNNING, touched_at__lt=clock.now() - STALLED)
    for run_id in stalled.values_list("pk", flat=True):
        go_on.ring(str(run_id))


def _expire() -> None:
    for record in bin.types():
        for _round in range(ROUNDS):
            if bins.remove_old(record) < bins.PART:
                break
