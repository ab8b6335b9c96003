"""Keeping files with records (U2, V2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.page.files import Held, Kept, Opened
from tenants import audit
from tenants.attachments.kinds import PICTURES
from tenants.attachments.models import Attachment
from tenants.attachments.names import free_name
from tenants.attachments.services import pending
from tenants.attachments.services.storing import (
    forget_bytes,
    make_room,
    one_by_one,
    open_bytes,
    store,
)

SUBJECT = "tenants.file"
MOST = 500
"""Files of one record."""
KEPT_FOR = timedelta(days=90)
ICONS = {
    "pdf": "file-text", "zip": "file-archive", "gzip": "file-archive", "archive": "file-archive",
    "ole": "file-text", "text": "file-text", "sound": "file-audio", "film": "file-video",
    "markup": "file-code", **dict.fromkeys(PICTURES, "file-image"),
}  # fmt: skip


class KeptFiles:
    """Implements `dangol.records.page.files.Files` over the company's storage."""

    def of(self, record: str, key: UUID, user: Any) -> Sequence[Kept]:
        rows = _of(record, key).filter(deleted_at=None, field="").select_related("added_by")
        return [_told(row, user) for row in rows.order_by("-added_at", "-id")[:MOST]]

    def add(
        self, record: str, key: UUID, upload: File, *, by: Any, title: str, field: str = ""
    ) -> Kept:
        row = Attachment(record=record, object_id=key, field=field, added_by=by)
        store(row, upload, partial(_insert, row, title))
        return _told(row, by)

    def open(self, record: str, key: UUID, file: UUID, *, small: bool) -> Opened | None:
        row = _of(record, key).filter(pk=file, deleted_at=None).first()
        if row is None or (small and not row.has_picture):
            return None
        return Opened(row.name, row.field, open_bytes(row, small=small))

    @transaction.atomic
    def remove(self, record: str, key: UUID, file: UUID, *, title: str) -> bool:
        row = _of(record, key).select_for_update().filter(pk=file, deleted_at=None).first()
        if row is None:
            return False
        row.deleted_at = clock.now()
        row.save(update_fields=["deleted_at"])
        _note("remove", row, title)
        return True

    @transaction.atomic
    def restore(
        self, record: str, key: UUID, file: UUID, *, title: str, field: str = ""
    ) -> Kept | None:
        gone = _of(record, key).filter(pk=file, field=field, deleted_at__isnull=False)
        row = gone.select_for_update().first()
        if row is None:
            return None
        one_by_one()
        row.name, row.deleted_at = free_name(row.name, _names(record, key)), None
        row.save(update_fields=["name", "deleted_at"])
        _note("restore", row, title)
        return _told(row, None)

    def forget(self, record: str, keys: Sequence[UUID]) -> None:
        gone = list(Attachment.objects.filter(record=record, object_id__in=list(keys)))
        Attachment.objects.filter(pk__in=[row.pk for row in gone]).delete()
        for row in gone:
            transaction.on_commit(partial(forget_bytes, row))

    def hold(self, record: str, field: str, upload: File, *, by: Any) -> Held:
        return pending.hold(record, field, upload, by=by)

    def held(self, record: str, field: str, file: UUID, *, by: Any) -> Held | None:
        row = pending.held(record, field, by).filter(pk=file).first()
        return pending.told(row) if row else None

    @transaction.atomic
    def use(
        self, record: str, key: UUID, file: UUID, *, by: Any, title: str, field: str
    ) -> Kept | None:
        held = pending.take(record, field, file, by=by)
        if held is None:
            return None
        row = Attachment(
            id=held.pk, name=held.name, kind=held.kind, size=held.size,
            has_picture=held.has_picture, record=record, object_id=key, field=field, added_by=by,
        )  # fmt: skip
        _insert(row, title)
        return _told(row, by)

    def drop_field(self, record: str, field: str) -> None:
        rows = Attachment.objects.filter(record=record, field=field, deleted_at=None)
        rows.update(deleted_at=clock.now())


def _of(record: str, key: UUID) -> QuerySet[Attachment]:
    return Attachment.objects.filter(record=record, object_id=key)


def _names(record: str, key: UUID) -> set[str]:
    return set(_of(record, key).filter(deleted_at=None).values_list("name", flat=True))


@transaction.atomic
def _insert(row: Attachment, title: str) -> None:
    """The row under a free name; two who add at once come one after the other."""
    one_by_one()
    taken = _names(row.record, row.object_id)
    make_room(row.size)
    if len(taken) >= MOST:
        raise RuleBroken("files_full", _("A record keeps at most %(most)s files.") % {"most": MOST})
    row.name = free_name(row.name, taken)
    row.save(force_insert=True)
    _note("add", row, title)


def _note(verb: str, row: Attachment, title: str) -> None:
    audit.record(
        f"{SUBJECT}.{verb}", subject=SUBJECT, subject_id=row.pk, summary=row.name,
        changes={"record": row.record, "of": title, "size": row.size},
    )  # fmt: skip


def _told(row: Attachment, user: Any) -> Kept:
    return Kept(
        key=row.pk,
        name=row.name,
        size=row.size,
        icon=ICONS.get(row.kind, "file"),
        by=row.added_by.name if row.added_by else "",
        at=row.added_at,
        is_mine=row.added_by_id is not None and row.added_by_id == getattr(user, "pk", None),
        has_picture=row.has_picture,
    )


def forget_old() -> int:
    """Deletes for good what lies in the trash for 90 days, inside one company; how many."""
    old = Attachment.objects.filter(deleted_at__lt=clock.now() - KEPT_FOR)
    gone = list(old[:1_000])
    for row in gone:
        forget_bytes(row)
        row.delete()
    return len(gone)
