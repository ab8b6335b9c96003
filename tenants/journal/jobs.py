"""What comes back by itself: runs that stand still (U1)."""

from __future__ import annotations

from datetime import timedelta

from dangol import clock
from tenants import context
from tenants.journal.models import Run
from tenants.journal.tasks import go_on
from tenants.models import Company

STALLED = timedelta(seconds=60)
"""A run that no worker touched for so long is rung for again."""


def resume() -> None:
    """Rings for every run that stands still: its worker was killed, or its ring was lost."""
    with context.platform("find stalled runs"):
        companies = list(Company.objects.filter(is_provider=False))
    for company in companies:
        with context.inside(company):
            stalled = Run.objects.filter(
                state=Run.State.RUNNING, touched_at__lt=clock.now() - STALLED
            )
            for run_id in stalled.values_list("pk", flat=True):
                go_on.ring(str(run_id))
