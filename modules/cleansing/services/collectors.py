"""Keeping how good the data is that each person collected, month by month (B36)."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from dangol import clock
from modules.base.quality import shortcomings
from modules.base.records import customer_record
from modules.cleansing.models import CollectedQuality
from modules.cleansing.queries.collectors import COLLECTOR, brought


@transaction.atomic
def keep() -> int:
    """Writes down last month's scores once it is over; how many. Those that stand are kept.

    What was wanting on a day cannot be told later, so it is looked at as soon as the month is over.
    """
    start = clock.today().replace(day=1)
    last = start - timedelta(days=1)
    if CollectedQuality.objects.filter(on=last).exists():
        return 0
    rows = customer_record.visible_to(None).filter(created_at__lt=clock.midnight(start))
    made = CollectedQuality.objects.bulk_create(
        [
            CollectedQuality(on=last, collector_id=each.key, good=each.good, whole=each.asked)
            for each in brought(rows, COLLECTOR, shortcomings())
        ],
        ignore_conflicts=True,
    )
    return len(made)
