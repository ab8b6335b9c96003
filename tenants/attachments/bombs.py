"""Archives that unpack to far more than they are, also inside each other (U2, V2)."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from io import BytesIO
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken

RATIO = 200
"""Times the archive's own size; ordinary documents stay below 50."""
HARMLESS = 20 * 1024**2
"""Bytes that may come out whatever the ratio."""
LARGEST = 2 * 1024**3
DEEPEST, ENTRIES = 3, 10_000
INSIDE = 20 * 1024**2
"""Bytes of an archive in an archive that is looked into; a larger one counts as it says."""
CHUNK = 256 * 1024


def check_archive(name: str, kind: str, upload: IO[Any], size: int) -> None:
    """RuleBroken for an archive that would flood whoever unpacks it, or that is damaged."""
    try:
        if kind == "zip":
            _refuse(name, _unpacked(upload, 1), size)
        elif kind == "gzip":
            _refuse(name, _streamed(upload, max(HARMLESS, RATIO * size)), size)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise RuleBroken(
            "file_damaged",
            _("“%(name)s” is damaged and cannot be opened. Make the archive anew.")
            % {"name": name},
        ) from error
    finally:
        upload.seek(0)


def _refuse(name: str, unpacked: int, size: int) -> None:
    if unpacked > LARGEST or (unpacked > HARMLESS and unpacked > RATIO * size):
        raise RuleBroken(
            "file_bomb",
            _("“%(name)s” would unpack to far more than it is, so it is not kept.")
            % {"name": name},
        )


def _unpacked(archive: IO[Any], depth: int) -> int:
    """Bytes that come out, archives in it unpacked as well; what cannot be told is too much."""
    with zipfile.ZipFile(archive) as opened:
        entries = opened.infolist()
        if depth > DEEPEST or len(entries) > ENTRIES:
            return LARGEST + 1
        packed = sum(each.compress_size for each in entries)
        archive.seek(0, 2)
        if packed > archive.tell():  # entries that lie over each other
            return LARGEST + 1
        total = sum(each.file_size for each in entries)
        for each in entries:
            if total > LARGEST:
                break
            is_open = not each.flag_bits & 1 and each.file_size <= INSIDE
            if is_open and each.filename.lower().endswith(".zip"):
                total += _unpacked(BytesIO(opened.read(each)), depth + 1)
        return total


def _streamed(packed: IO[Any], most: int) -> int:
    """Bytes that come out, counted until they are too many."""
    total = 0
    with gzip.GzipFile(fileobj=packed) as opened:
        while total <= most and (chunk := opened.read(CHUNK)):
            total += len(chunk)
    return total
