"""Scores of a demo company, with the months in which its customers went on to other stages."""

from __future__ import annotations

from django.db import connection, transaction

from dangol import clock
from modules.base.models import Customer
from modules.scoring.models import Run
from modules.scoring.months import moved
from modules.scoring.services import runs

EARLIER = (6, 3, 1)
"""Months before today of which the scores are worked out as well: stages have a history."""
MANUAL = """
UPDATE base_customer
   SET grade_is_manual = grade IS NOT NULL
                         AND ('x' || substr(md5(id::text), 1, 6))::bit(24)::int % 9 = 0,
       contact_interval = CASE
         WHEN ('x' || substr(md5(id::text), 7, 6))::bit(24)::int % 40 = 0 THEN 7 END
"""
"""One grade in nine is a person's, a few customers are called every week."""


def fill() -> int:
    """Computes the scores of months past and of today; nothing when that was done already."""
    if Run.objects.exists() or not Customer.objects.exists():
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MANUAL)
    now = clock.now()
    for months in EARLIER:
        with clock.at(moved(now, -months)):
            _compute()
    return _compute()


def _compute() -> int:
    run = runs.start(None, lambda pk: None)
    runs.work(run.pk)
    run.refresh_from_db()
    return run.changed
