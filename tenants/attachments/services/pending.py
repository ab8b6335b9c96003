"""Files that came with a form which is not saved yet: for who sent them, for a day (U7)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet

from dangol import clock
from dangol.records.page.files import Held
from tenants.attachments.models import PendingFile
from tenants.attachments.services.storing import forget_bytes, make_room, one_by_one, store

HELD_FOR = timedelta(days=1)
MOST = 20
"""Files held for one user; the oldest goes for one more."""


def hold(record: str, field: str, upload: File, *, by: Any) -> Held:
    """Keeps an upload aside. It is nobody's record yet, so the audit has nothing to tell."""
    row = PendingFile(record=record, field=field, owner=by)
    store(row, upload, partial(_insert, row))
    return told(row)


def held(record: str, field: str, by: Any) -> QuerySet[PendingFile]:
    """What this user has waiting for that field."""
    after = clock.now() - HELD_FOR
    return PendingFile.objects.filter(record=record, field=field, owner=by, at__gt=after)


def told(row: PendingFile) -> Held:
    return Held(key=row.pk, name=row.name, size=row.size)


def take(record: str, field: str, file: UUID, *, by: Any) -> PendingFile | None:
    """The row, which is no more: its bytes are the caller's. None when it is not there for `by`."""
    row = held(record, field, by).select_for_update().filter(pk=file).first()
    if row is not None:
        PendingFile.objects.filter(pk=file).delete()
    return row


@transaction.atomic
def forget_pending() -> int:
    """Deletes for good what no form took up within a day, inside one company; how many."""
    old = PendingFile.objects.filter(at__lte=clock.now() - HELD_FOR)
    return _forget(old.order_by("at")[:1_000])


@transaction.atomic
def _insert(row: PendingFile) -> None:
    one_by_one()
    make_room(row.size)
    _forget(PendingFile.objects.filter(owner=row.owner).order_by("-at")[MOST - 1 :])
    row.save(force_insert=True)


def _forget(rows: QuerySet[PendingFile]) -> int:
    gone = list(rows.select_for_update())
    PendingFile.objects.filter(pk__in=[row.pk for row in gone]).delete()
    for row in gone:
        transaction.on_commit(partial(forget_bytes, row))
    return len(gone)
