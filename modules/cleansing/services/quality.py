"""Keeping how good the data is, once a day (B29)."""

from __future__ import annotations

from django.db import transaction

from dangol import clock
from modules.base.quality import shortcomings
from modules.base.records import customer_record
from modules.cleansing.models import QualityFigure
from modules.cleansing.queries.quality import counted


@transaction.atomic
def keep() -> int:
    """Writes the company's figures of today down; how many. Those that stand are kept."""
    today = clock.today()
    if QualityFigure.objects.filter(on=today).exists():
        return 0
    rows = customer_record.visible_to(None).filter(created_at__lte=clock.now())
    counts = counted(rows, shortcomings())
    whole = counts.pop("whole")
    if not whole:
        return 0
    made = QualityFigure.objects.bulk_create(
        [
            QualityFigure(on=today, code=code, wanting=count, whole=whole)
            for code, count in counts.items()
        ],
        ignore_conflicts=True,
    )
    return len(made)
