"""What comes back by itself: files whose worker was killed, files whose days are over (U6)."""

from __future__ import annotations

from datetime import timedelta

from dangol import clock
from tenants.exports.models import Export
from tenants.exports.services import clearing
from tenants.exports.tasks import make_file
from tenants.rounds import in_every_company

STALLED = timedelta(seconds=60)
"""An export that no worker touched for so long is rung for again."""


def resume() -> None:
    """Rings for every export that stands still: its worker was killed, or its ring was lost."""
    in_every_company(_resume, why="look after exports")


def expire() -> None:
    """Clears away the files whose days are over."""
    in_every_company(clearing.expire, why="look after exports")


def _resume() -> None:
    stalled = Export.objects.filter(
        state=Export.State.RUNNING, touched_at__lt=clock.now() - STALLED
    )
    for key in stalled.values_list("pk", flat=True):
        make_file.ring(str(key))
