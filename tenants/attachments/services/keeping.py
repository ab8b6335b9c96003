"""Keeping files with records (U2, V2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.page.files import Kept, Opened
from dangol.records.text import refuse_resident_number
from tenants import audit
from tenants.attachments.bombs import check_archive
from tenants.attachments.kinds import PICTURES, check_kind, kind_of
from tenants.attachments.models import Attachment
from tenants.attachments.names import clean_name, free_name

SUBJECT = "tenants.file"
LARGEST = 50 * 1024**2
"""Bytes of one file."""
QUOTA = 10 * 1024**3
"""Bytes of all files of a company, those in the trash among them."""
MOST = 500
"""Files of one record."""
SMALL, MOST_PIXELS = 160, 24_000_000
KEPT_FOR = timedelta(days=90)
LOCK = 0x66696C65
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
        name = clean_name(upload.name or "")
        kind = _checked(name, upload)
        row = Attachment(
            record=record, object_id=key, field=field, name=name, kind=kind, size=upload.size,
            added_by=by,
        )  # fmt: skip
        small = _small(upload) if kind in PICTURES else None
        row.has_picture = small is not None
        upload.seek(0)
        default_storage.save(row.place, upload)
        try:
            if small is not None:
                default_storage.save(row.picture_place, ContentFile(small))
            _insert(row, title)
        except BaseException:
            _forget_bytes(row)
            raise
        return _told(row, by)

    def open(self, record: str, key: UUID, file: UUID, *, small: bool) -> Opened | None:
        row = _of(record, key).filter(pk=file, deleted_at=None).first()
        if row is None or (small and not row.has_picture):
            return None
        content = default_storage.open(row.picture_place if small else row.place)
        return Opened(row.name, row.field, content)

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
        _one_by_one()
        row.name, row.deleted_at = free_name(row.name, _names(record, key)), None
        row.save(update_fields=["name", "deleted_at"])
        _note("restore", row, title)
        return _told(row, None)

    def forget(self, record: str, keys: Sequence[UUID]) -> None:
        gone = list(Attachment.objects.filter(record=record, object_id__in=list(keys)))
        Attachment.objects.filter(pk__in=[row.pk for row in gone]).delete()
        for row in gone:
            transaction.on_commit(partial(_forget_bytes, row))

    def drop_field(self, record: str, field: str) -> None:
        rows = Attachment.objects.filter(record=record, field=field, deleted_at=None)
        rows.update(deleted_at=clock.now())


def _of(record: str, key: UUID) -> QuerySet[Attachment]:
    return Attachment.objects.filter(record=record, object_id=key)


def _names(record: str, key: UUID) -> set[str]:
    return set(_of(record, key).filter(deleted_at=None).values_list("name", flat=True))


def _checked(name: str, upload: File) -> str:
    """The kind of the upload; RuleBroken for one that is not kept, before anything is stored."""
    refuse_resident_number(name)
    if not upload.size:
        raise RuleBroken(
            "file_empty",
            _("“%(name)s” is empty (0 bytes). Look at it, and add it again.") % {"name": name},
        )
    if upload.size > LARGEST:
        raise RuleBroken(
            "file_size",
            _("“%(name)s” is larger than %(limit)s MB. Make it smaller or send a link to it.")
            % {"name": name, "limit": LARGEST // 1024**2},
        )
    kind = kind_of(upload)
    check_kind(name, kind)
    check_archive(name, kind, upload, upload.size)
    return kind


@transaction.atomic
def _insert(row: Attachment, title: str) -> None:
    """The row under a free name; two who add at once come one after the other."""
    _one_by_one()
    taken = _names(row.record, row.object_id)
    used = Attachment.objects.aggregate(sum=Sum("size"))["sum"] or 0
    if used + row.size > QUOTA:
        raise RuleBroken(
            "file_quota",
            _("The company's %(limit)s GB for files are used up. Delete some that nobody needs.")
            % {"limit": QUOTA // 1024**3},
        )
    if len(taken) >= MOST:
        raise RuleBroken("files_full", _("A record keeps at most %(most)s files.") % {"most": MOST})
    row.name = free_name(row.name, taken)
    row.save(force_insert=True)
    _note("add", row, title)


def _one_by_one() -> None:
    """Holds others of this company back until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", [LOCK])


def _note(verb: str, row: Attachment, title: str) -> None:
    audit.record(
        f"{SUBJECT}.{verb}", subject=SUBJECT, subject_id=row.pk, summary=row.name,
        changes={"record": row.record, "of": title, "size": row.size},
    )  # fmt: skip


def _small(upload: File) -> bytes | None:
    """A small picture of the picture, or None when it cannot be drawn: the file is kept."""
    try:
        with Image.open(upload) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            opened.draft("RGB", (SMALL * 2, SMALL * 2))
            drawn = ImageOps.exif_transpose(opened).convert("RGBA")
            drawn.thumbnail((SMALL, SMALL))
            written = BytesIO()
            drawn.save(written, "WEBP", quality=80)
            return written.getvalue()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


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


def _forget_bytes(row: Attachment) -> None:
    for place in (row.place, *([row.picture_place] if row.has_picture else [])):
        default_storage.delete(place)


def forget_old() -> int:
    """Deletes for good what lies in the trash for 90 days, inside one company; how many."""
    old = Attachment.objects.filter(deleted_at__lt=clock.now() - KEPT_FOR)
    gone = list(old[:1_000])
    for row in gone:
        _forget_bytes(row)
        row.delete()
    return len(gone)
