"""What comes back by itself: files whose worker was killed, files whose days are over (U6)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from dangol import clock
from tenants import context
from tenants.exports.models import Export
from tenants.exports.services import clearing
from tenants.exports.tasks import make_file
from tenants.models import Company

log = logging.getLogger(__name__)
STALLED = timedelta(seconds=60)
"""An export that no worker touched for so long is rung for again."""


def resume() -> None:
    """Rings for every export that stands still: its worker was killed, or its ring was lost."""
    _everywhere(_resume)


def expire() -> None:
    """Clears away the files whose days are over."""
    _everywhere(clearing.expire)


def _resume() -> None:
    stalled = Export.objects.filter(
        state=Export.State.RUNNING, touched_at__lt=clock.now() - STALLED
    )
    for key in stalled.values_list("pk", flat=True):
        make_file.ring(str(key))


def _everywhere(work: Callable[[], object]) -> None:
    """In each company that rents; what goes wrong in one does not keep the others waiting."""
    with context.platform("look after exports"):
        companies = list(Company.objects.filter(is_provider=False))
    for company in companies:
        try:
            with context.inside(company):
                work()
        except Exception:
            log.exception("Exports of company %s wait for the next round.", company)
