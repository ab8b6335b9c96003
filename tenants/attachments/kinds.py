"""What a file is, told by its first bytes and never by its name (U2, V2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from dangol.registry import Text

HEAD = 4096
PROGRAM, MARKUP, TEXT, OTHER = "program", "markup", "text", "other"
WORDS: Mapping[str, Text] = {
    "pdf": _("a PDF"),
    "png": _("a PNG picture"),
    "jpeg": _("a JPEG picture"),
    "gif": _("a GIF picture"),
    "webp": _("a WebP picture"),
    "zip": _("a ZIP archive or a document made of one"),
    "ole": _("an older Office or Hangul document"),
    "gzip": _("a compressed archive"),
    "archive": _("an archive"),
    "sound": _("a recording"),
    "film": _("a film"),
    MARKUP: _("a web page or drawing with code"),
    TEXT: _("text"),
    OTHER: _("something else"),
}
PICTURES = ("png", "jpeg", "gif", "webp")
_SIGNS: tuple[tuple[bytes, int, str], ...] = (
    (b"%PDF-", 0, "pdf"),
    (b"\x89PNG\r\n\x1a\n", 0, "png"),
    (b"\xff\xd8\xff", 0, "jpeg"),
    (b"GIF87a", 0, "gif"),
    (b"GIF89a", 0, "gif"),
    (b"WEBP", 8, "webp"),
    (b"WAVE", 8, "sound"),
    (b"ID3", 0, "sound"),
    (b"OggS", 0, "sound"),
    (b"ftyp", 4, "film"),
    (b"\x1aE\xdf\xa3", 0, "film"),
    (b"PK\x03\x04", 0, "zip"),
    (b"PK\x05\x06", 0, "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "ole"),
    (b"\x1f\x8b", 0, "gzip"),
    (b"7z\xbc\xaf\x27\x1c", 0, "archive"),
    (b"Rar!\x1a\x07", 0, "archive"),
    (b"MZ", 0, PROGRAM),
    (b"\x7fELF", 0, PROGRAM),
    (b"\xca\xfe\xba\xbe", 0, PROGRAM),
    (b"\xfe\xed\xfa", 0, PROGRAM),
    (b"\xcf\xfa\xed\xfe", 0, PROGRAM),
    (b"\xce\xfa\xed\xfe", 0, PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", 0, PROGRAM),
    (b"#!", 0, PROGRAM),
)
_MARKUP = re.compile(
    rb"<\s*(!doctype\s+html|html|head|body|script|svg|iframe|\?xml)", re.IGNORECASE
)
_RUN_ENDS = (
    "exe com scr pif bat cmd ps1 vbs vbe js jse wsf wsh hta msi msp dll sys cpl jar apk app",
    "deb rpm sh bash lnk reg chm iso img vhd scf url library-ms",
)
_RUNS = frozenset(end for line in _RUN_ENDS for end in line.split())
"""Ends of names that a computer runs when they are opened."""
_ENDS: Mapping[str, frozenset[str]] = {
    end: frozenset(kinds.split())
    for ends, kinds in (
        ("pdf", "pdf"),
        ("png", "png"),
        ("jpg jpeg jpe", "jpeg"),
        ("gif", "gif"),
        ("webp", "webp"),
        ("zip docx xlsx pptx docm xlsm hwpx odt ods odp", "zip"),
        ("doc xls ppt hwp msg", "ole"),
        ("gz tgz", "gzip"),
        ("csv txt md log", "text"),
        ("html htm svg xhtml xml", "markup text"),
    )
    for end in ends.split()
}
"""What a file of this name has to be."""


def kind_of(upload: IO[Any]) -> str:
    """The kind of the bytes; the file stands at its beginning afterwards."""
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(0)
    for sign, at, kind in _SIGNS:
        if head[at : at + len(sign)] == sign:
            return kind
    if _MARKUP.search(head):
        return MARKUP
    return TEXT if b"\0" not in head else OTHER


def end_of(name: str) -> str:
    """The end of a name in small letters, without its dot."""
    return PurePosixPath(name.rstrip(". ")).suffix.removeprefix(".").lower()


def check_kind(name: str, kind: str) -> None:
    """RuleBroken for what runs on a computer, and for a name that promises something else."""
    end = end_of(name)
    if kind == PROGRAM or end in _RUNS:
        raise RuleBroken(
            "file_program",
            _("“%(name)s” is a program; programs are not kept. Send a document or a picture.")
            % {"name": name},
        )
    promised = _ENDS.get(end)
    if promised and kind not in promised:
        raise RuleBroken(
            "file_kind",
            _("“%(name)s” ends in .%(end)s but is %(what)s. Save it as what it is, and add that.")
            % {"name": name, "end": end, "what": WORDS[kind]},
        )
