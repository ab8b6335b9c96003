"""What comes back by itself: sending what is due, and forgetting old deliveries (W2)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from dangol import clock
from tenants import context
from tenants.models import Company
from tenants.webhooks import tasks
from tenants.webhooks.models import Delivery, Endpoint, Event

log = logging.getLogger(__name__)
KEPT = timedelta(days=30)


def ring_due() -> None:
    """Rings in each company that has something due."""
    _everywhere(_ring)


def forget() -> None:
    """Clears away deliveries of a month ago."""
    _everywhere(_forget)


def _ring() -> None:
    due = Delivery.objects.filter(
        state=Delivery.State.WAITING,
        next_at__lte=clock.real_now(),
        endpoint__state=Endpoint.State.OPEN,
    )
    if Event.objects.exists() or due.exists():
        tasks.carry.ring()


def _forget() -> None:
    Delivery.objects.filter(made_at__lt=clock.now() - KEPT).delete()


def _everywhere(work: Callable[[], None]) -> None:
    """In each company that rents; what goes wrong in one does not keep the others waiting."""
    with context.platform("carry webhooks"):
        companies = list(Company.objects.filter(is_provider=False))
    for company in companies:
        try:
            with context.inside(company):
                work()
        except Exception:
            log.exception("Webhooks of company %s were not carried; the next round tries.", company)
