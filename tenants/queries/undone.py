"""Records with which only such things were done as have been undone since (U4, U5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from tenants.journal.models import Change
from tenants.people.models import AuditEntry


def as_before(subject: str, keys: Collection[UUID]) -> dict[UUID, datetime]:
    """{id: when the last of it was undone} of those records that runs changed and gave back.

    A record that somebody edited by hand is not among them, even if it looks as before.
    """
    changes = Change.objects.filter(object_id__in=keys, run__record=subject)
    done, undone = defaultdict[UUID, set[UUID]](set), defaultdict[UUID, set[UUID]](set)
    last: dict[UUID, datetime] = {}
    for key, run, undoes, at in changes.values_list("object_id", "run_id", "run__undoes_id", "at"):
        (done if undoes is None else undone)[key].add(undoes or run)
        last[key] = max(at, last.get(key, at))
    whole = [key for key in last if done[key] == undone[key]]
    edited = AuditEntry.objects.filter(subject=subject, subject_id__in=map(str, whole))
    by_hand = edited.exclude(action=f"{subject}.create").values_list("subject_id", flat=True)
    touched = set(by_hand)
    return {key: last[key] for key in whole if str(key) not in touched}
