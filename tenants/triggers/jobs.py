"""What comes back by itself: what nobody rang for, what time sets off, old lines of the log."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from dangol import clock
from tenants.rounds import in_every_company
from tenants.triggers import tasks
from tenants.triggers.models import Firing, Occurrence, Trigger

KEPT = timedelta(days=90)


def ring_due() -> None:
    """Rings in each company that has something due."""
    in_every_company(_ring, why="set off triggers")


def forget() -> None:
    """Clears away what was done three months ago, but for what a trigger may still ask about."""
    in_every_company(_forget, why="set off triggers")


def _ring() -> None:
    by_time = Trigger.objects.exclude(state=Trigger.State.OFF).filter(next_at__lte=clock.now())
    waiting = Firing.objects.filter(state=Firing.State.WAITING, next_at__lte=clock.real_now())
    if by_time.exists() or Occurrence.objects.exists() or waiting.exists():
        tasks.work.ring()


def _forget() -> None:
    """A record that was made sets a trigger off once, ever: that row stays with its record."""
    old = Firing.objects.filter(at__lt=clock.now() - KEPT).exclude(state=Firing.State.WAITING)
    old.filter(~Q(trigger__moment=Trigger.Moment.CREATE)).exclude(
        trigger__rest_days__gt=KEPT.days
    ).delete()
