"""Merges become final after ninety days (B21, V4).

The record that went is removed for good, and so is what the journal kept of it: what remains says
that there was a merge, when, and by whom.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from dangol import clock
from modules.duplicates.kinds import KINDS
from modules.duplicates.models import Merge, Moved
from tenants.journal.services import bins

KEPT_FOR = timedelta(days=90)
PART = 500
"""Merges that are closed in one transaction."""


@transaction.atomic
def close_removed() -> int:
    """Closes merges whose record was removed for good: nothing of it may be left; how many."""
    count = 0
    for code, mergeable in KINDS.items():
        there = mergeable.record.model._base_manager.filter(pk=OuterRef("gone"))
        lost = Merge.objects.filter(record=code, undone_at=None, closed_at=None)
        ids = list(lost.exclude(Exists(there)).values_list("pk", flat=True)[:PART])
        count += _empty(ids)
    return count


def _empty(ids: list[UUID]) -> int:
    """Forgets what the journal kept of these merges."""
    Moved.objects.filter(merge__in=ids).delete()
    return Merge.objects.filter(pk__in=ids).update(
        closed_at=clock.now(), before={}, after={}, choices={}, name=""
    )


@transaction.atomic
def close_old() -> int:
    """Closes a part of what is old enough; how many."""
    old = Merge.objects.filter(at__lt=clock.now() - KEPT_FOR, undone_at=None, closed_at=None)
    found = list(old.select_for_update(skip_locked=True, of=("self",)).order_by("at")[:PART])
    for code, mergeable in KINDS.items():
        gone = [each.gone for each in found if each.record == code]
        rows = mergeable.record.model._base_manager.filter(pk__in=gone).exclude(merged_into=None)
        bins.remove_for_good(mergeable.record, list(rows))
    _empty([each.pk for each in found])
    return len(found)
