"""What comes back by itself: sources that are due, and old lines of their logs (A20)."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import OuterRef, Subquery

from dangol import clock
from tenants.datasources import tasks
from tenants.datasources.models import DataSource, Fetch
from tenants.rounds import in_every_company

KEPT = timedelta(days=90)


def ring_due() -> None:
    """Rings in each company that has a source which is due."""
    in_every_company(_ring, why="fetch linked data")


def forget() -> None:
    """Clears away lines of three months ago, but the one that the next table follows."""
    in_every_company(_forget, why="fetch linked data")


def _ring() -> None:
    if DataSource.objects.filter(next_at__lte=clock.now()).exists():
        tasks.fetch.ring()


def _forget() -> None:
    taken = Fetch.objects.filter(source=OuterRef("pk"), run__isnull=False).order_by("-at")
    newest = DataSource.objects.annotate(last=Subquery(taken.values("pk")[:1]))
    old = Fetch.objects.filter(at__lt=clock.now() - KEPT)
    old.exclude(pk__in=newest.filter(last__isnull=False).values("last")).delete()
