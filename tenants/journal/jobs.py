"""What comes back by itself: runs that stand still, trash whose days are over (U1, U4)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from dangol import clock
from dangol.records import bin
from tenants import context
from tenants.journal.models import Run
from tenants.journal.services import bins
from tenants.journal.tasks import go_on
from tenants.models import Company

log = logging.getLogger(__name__)
STALLED = timedelta(seconds=60)
"""A run that no worker touched for so long is rung for again."""


ROUNDS = 40
"""Parts that one company's trash gets in one round; what is left waits for the next."""


def resume() -> None:
    """Rings for every run that stands still: its worker was killed, or its ring was lost."""
    _everywhere(_resume)


def expire() -> None:
    """Removes for good what has lain in the trash for all its days."""
    _everywhere(_expire)


def _resume() -> None:
    stalled = Run.objects.filter(state=Run.State.RUNNING, touched_at__lt=clock.now() - STALLED)
    for run_id in stalled.values_list("pk", flat=True):
        go_on.ring(str(run_id))


def _expire() -> None:
    for record in bin.types():
        for _round in range(ROUNDS):
            if bins.remove_old(record) < bins.PART:
                break


def _everywhere(work: Callable[[], None]) -> None:
    """In each company that rents; what goes wrong in one does not keep the others waiting."""
    with context.platform("look after runs and the trash"):
        companies = list(Company.objects.filter(is_provider=False))
    for company in companies:
        try:
            with context.inside(company):
                work()
        except Exception:
            log.exception("Company %s was left out of this round; the next one tries.", company)
