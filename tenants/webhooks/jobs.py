"""What comes back by itself: sending what is due, and forgetting old deliveries (W2)."""

from __future__ import annotations

from datetime import timedelta

from dangol import clock
from tenants.rounds import in_every_company
from tenants.webhooks import tasks
from tenants.webhooks.models import Delivery, Endpoint, Event

KEPT = timedelta(days=30)


def ring_due() -> None:
    """Rings in each company that has something due."""
    in_every_company(_ring, why="carry webhooks")


def forget() -> None:
    """Clears away deliveries of a month ago."""
    in_every_company(_forget, why="carry webhooks")


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
