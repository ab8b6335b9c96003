"""Counting screens as they are opened, and keeping the counts (A22).

A page must not wait for its own statistics: it adds one to a number in Redis. What has come
together is written to the company's table by a job; while Redis is away nothing is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import connection, transaction

from dangol import cache, clock
from dangol.ids import new_id
from tenants.people.models import User
from tenants.rounds import in_every_company
from tenants.usage.models import ScreenUse

WAITING = "screens-used"
"""Name in Redis, within the company: {day|user|screen: how often}."""
KEPT = timedelta(days=3 * 366)
KEEP = """
INSERT INTO usage_screenuse AS kept (id, day, user_id, screen, opens)
SELECT * FROM unnest(%s::uuid[], %s::date[], %s::uuid[], %s::text[], %s::int[])
ON CONFLICT (day, user_id, screen) DO UPDATE SET opens = kept.opens + EXCLUDED.opens
"""


def opened(user: User, screen: str) -> None:
    """One more opening of a screen by this user today."""
    cache.add_up(WAITING, f"{clock.today().isoformat()}|{user.pk}|{screen}")


def keep() -> None:
    """Writes what has come together in every company."""
    in_every_company(keep_here, why="keep which screens are used")


def forget() -> None:
    """Deletes what is older than three years."""
    in_every_company(_forget, why="forget which screens were used")


def keep_here() -> None:
    """Writes what has come together in this company; when that fails it waits for the next time."""
    found = cache.taken_down(WAITING)
    if not found:
        return
    try:
        _write(found)
    except Exception:
        for name, times in found.items():
            cache.add_up(WAITING, name, times)
        raise


@transaction.atomic
def _write(found: Mapping[str, int]) -> None:
    """Adds the counts to those of the day; of users who are gone none is kept."""
    known = {str(pk) for pk in User.objects.values_list("pk", flat=True)}
    rows = [(*name.split("|", 2), times) for name, times in sorted(found.items())]
    rows = [row for row in rows if row[1] in known]
    if not rows:
        return
    days, users, screens, opens = (list(column) for column in zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [[new_id() for _row in rows], days, users, screens, opens])


def _forget() -> None:
    ScreenUse.objects.filter(day__lt=clock.today() - KEPT).delete()
