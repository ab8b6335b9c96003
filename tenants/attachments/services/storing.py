"""The bytes of files: which are taken, where they lie, how many there may be (U2, V2)."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from dangol.errors import RuleBroken
from dangol.records.text import refuse_resident_number
from tenants.attachments.bombs import check_archive
from tenants.attachments.kinds import PICTURES, check_kind, kind_of
from tenants.attachments.models import Attachment, PendingFile, StoredFile
from tenants.attachments.names import clean_name

LARGEST = 50 * 1024**2
"""Bytes of one file."""
QUOTA = 10 * 1024**3
"""Bytes of all files of a company, those in the trash and those of unsaved forms among them."""
SMALL, MOST_PIXELS = 160, 24_000_000
LOCK = 0x66696C65


def store(row: StoredFile, upload: File, insert: Callable[[], None]) -> None:
    """Keeps the bytes, then the row by `insert`; where that is refused, neither is there.

    RuleBroken for an upload that is not kept, before anything is stored.
    """
    row.name = clean_name(upload.name or "")
    row.kind = _checked(row.name, upload)
    row.size = upload.size
    small = _small(upload) if row.kind in PICTURES else None
    row.has_picture = small is not None
    upload.seek(0)
    default_storage.save(row.place, upload)
    try:
        if small is not None:
            default_storage.save(row.picture_place, ContentFile(small))
        insert()
    except BaseException:
        forget_bytes(row)
        raise


def open_bytes(row: StoredFile, *, small: bool) -> IO[Any]:
    """To be read; `small` the little picture."""
    return default_storage.open(row.picture_place if small else row.place)


def forget_bytes(row: StoredFile) -> None:
    for place in (row.place, *([row.picture_place] if row.has_picture else [])):
        default_storage.delete(place)


def make_room(size: int) -> None:
    """RuleBroken when the company has no room for so many bytes more."""
    sums = (each.objects.aggregate(sum=Sum("size"))["sum"] for each in (Attachment, PendingFile))
    if sum(used or 0 for used in sums) + size > QUOTA:
        raise RuleBroken(
            "file_quota",
            _("The company's %(limit)s GB for files are used up. Delete some that nobody needs.")
            % {"limit": QUOTA // 1024**3},
        )


def one_by_one() -> None:
    """Holds others of this company back until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", [LOCK])


def _checked(name: str, upload: File) -> str:
    """The kind of the upload; RuleBroken for one that is not kept."""
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
