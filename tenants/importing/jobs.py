"""What comes back by itself: imports that stand still, old values whose days are over (U5)."""

from __future__ import annotations

from datetime import timedelta

from dangol import clock
from tenants.importing.models import ImportRun
from tenants.importing.services import reverts
from tenants.importing.tasks import check_import, revert_import, run_import
from tenants.rounds import in_every_company

STALLED = timedelta(seconds=60)
"""A running import that no worker touched for so long is rung for again."""
RINGS = {ImportRun.State.CHECKING: check_import, ImportRun.State.RUNNING: run_import}
"""What a run in this state waits for."""


def forget_old_values() -> None:
    """Forgets what imports overwrote, once they can no longer be taken back."""
    in_every_company(reverts.forget, why="forget what old imports overwrote")


def resume() -> None:
    """Rings for every import that stands still: its worker was killed, or its ring was lost."""
    in_every_company(_ring, why="find stalled imports")


def _ring() -> None:
    before = clock.now() - STALLED
    stalled = ImportRun.objects.filter(state__in=RINGS, touched_at__lt=before)
    for run_id, state in stalled.values_list("pk", "state"):
        RINGS[ImportRun.State(state)].ring(str(run_id))
    undecided = ImportRun.objects.filter(state=ImportRun.State.CHECKED, touched_at__lt=before)
    for run_id in undecided.exclude(goes_on="").values_list("pk", flat=True):
        check_import.ring(str(run_id))
    halfway = ImportRun.objects.filter(revert__in=reverts.BUSY, touched_at__lt=before)
    for run_id in halfway.values_list("pk", flat=True):
        revert_import.ring(str(run_id))
