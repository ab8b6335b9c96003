"""Keeping what the customers are made of, day by day (A23)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from dangol import clock
from modules.base.models import Customer
from modules.cleansing.models import CompositionFigure, Measure
from modules.cleansing.queries.parts import counted

CATCH_UP = 31
"""Days that are made up for when nothing was written for long."""


def keep() -> int:
    """Writes down the days that are over and not kept yet; how many figures."""
    yesterday = clock.today() - timedelta(days=1)
    last = CompositionFigure.objects.order_by("-on").values_list("on", flat=True).first()
    first = max(last or yesterday - timedelta(days=1), yesterday - timedelta(days=CATCH_UP))
    days = [first + timedelta(days=n) for n in range(1, (yesterday - first).days + 1)]
    return sum(keep_day(day) for day in days)


@transaction.atomic
def keep_day(day: date) -> int:
    """The figures of one day that is over; how many are new. Those that stand are kept.

    Who was added, merged away or thrown away that day is told by the rows themselves, as long as
    they are there: what the trash has given up for good counts no more.
    """
    begin, end = clock.midnight(day), clock.midnight(day + timedelta(days=1))
    everyone = Customer._base_manager.filter(created_at__lt=end)
    there = everyone.filter(Q(deleted_at=None) | Q(deleted_at__gte=end))
    gone = everyone.filter(deleted_at__gte=begin, deleted_at__lt=end)
    found = counted(there)
    found[Measure.NEW.value] = {"": everyone.filter(created_at__gte=begin).count()}
    found[Measure.MERGED.value] = {"": gone.exclude(merged_into=None).count()}
    found[Measure.REMOVED.value] = {"": gone.filter(merged_into=None).count()}
    before = CompositionFigure.objects.filter(on=day).count()
    CompositionFigure.objects.bulk_create(
        [
            CompositionFigure(on=day, measure=measure, part=part, count=count)
            for measure, parts in found.items()
            for part, count in parts.items()
        ],
        ignore_conflicts=True,
    )
    return CompositionFigure.objects.filter(on=day).count() - before
