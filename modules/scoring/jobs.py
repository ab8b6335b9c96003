"""What comes back by itself: the computation of the night, and one that stands still."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from dangol import clock
from modules.scoring.models import Run
from modules.scoring.services import runs
from modules.scoring.tasks import compute_scores
from tenants.rounds import in_every_company

STALLED = timedelta(minutes=10)
"""A run that no worker touched for so long is rung for again: gathering takes its time."""
DAILY = timedelta(hours=20)
"""What was computed since then is left for the next night."""
NIGHT = range(2, 6)
"""Hours of the company's clock in which scores are computed."""


def nightly() -> None:
    """Begins the computation of the night, once."""
    in_every_company(_nightly, why="compute scores of customers")


def resume() -> None:
    """Rings for every run that stands still: its worker was killed, or its ring was lost."""
    in_every_company(_resume, why="find stalled computations of scores")


def _nightly() -> None:
    if timezone.localtime(clock.now()).hour in NIGHT:
        runs.start_due(clock.now() - DAILY, compute_scores.ring)


def _resume() -> None:
    running = Run.objects.filter(state=Run.State.RUNNING, touched_at__lt=clock.now() - STALLED)
    for run_id in running.values_list("pk", flat=True):
        compute_scores.ring(str(run_id))
