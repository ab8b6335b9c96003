"""Rows that came too late: written for a record while it was being merged (B21).

An import or another program may have chosen a record a moment before it went. What it then writes
leads to a record that nobody sees; so recent merges look again, and take along what they find.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from dangol import clock
from modules.duplicates import moving
from modules.duplicates.kinds import KINDS
from modules.duplicates.models import Merge
from modules.duplicates.places import places_of

RECENT = timedelta(hours=24)
"""How long a merge is looked after; no transaction lives so long."""
MOST = 5_000


def follow() -> int:
    """Moves what leads to records that went lately; how many rows."""
    count = 0
    since = clock.now() - RECENT
    for mergeable in KINDS.values():
        recent = Merge.objects.filter(record=mergeable.code, at__gt=since, undone_at=None)
        steps = [moving.Step(*each) for each in recent.values_list("pk", "gone", "kept")[:MOST]]
        if steps:
            with transaction.atomic():
                places = places_of(mergeable.record)
                count += sum(moving.take_along(each, mergeable.code, steps) for each in places)
    return count
