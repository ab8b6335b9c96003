"""What a file of free text says: title, text, sender and day, or a sentence why not (A20)."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from dangol.records.text import clean_line, clean_paragraph, mask_resident_numbers
from modules.materials.models.material import LONGEST
from tenants.attachments.kinds import check_kind, end_of, kind_of
from tenants.attachments.names import clean_name

PROGRAM = Path(__file__).with_name("_extract.py")
LARGEST = 20 * 1024**2
"""Bytes of one file."""
LONGEST_NUMBER = 20
"""Characters of a resident number, with what may stand in its middle."""
PATIENCE = 30
"""Seconds for one file, whatever it waits for."""
KINDS = {
    "txt": "txt", "text": "txt", "html": "html", "htm": "html", "eml": "eml", "pdf": "pdf",
    "docx": "docx", "hwpx": "hwpx",
}  # fmt: skip
"""{end of a name: how it is read}."""
REFUSALS = {
    "encrypted": _("“%(name)s” is locked with a password. Remove it, and add the file again."),
    "no_text": _(
        "“%(name)s” holds no text, such as a scanned page. Write down in a material what it says,"
        " and attach the file there."
    ),
    "large": _("“%(name)s” unfolds to more than can be read. Add the part that matters alone."),
    "broken": _("“%(name)s” is damaged or is not what its name says. Save it anew, and add that."),
    "encoding": _("The letters of “%(name)s” are neither UTF-8 nor CP949. Save it as UTF-8."),
    "slow": _("“%(name)s” takes too long to read. Add the part that matters alone."),
    "size": _("“%(name)s” is larger than %(limit)s MB. Make it smaller, or paste its text."),
    "empty": _("“%(name)s” is empty (0 bytes). Look at it, and add it again."),
    "hwp": _("“%(name)s” is an older Hangul document. Save it as .hwpx or PDF, and add that."),
    "kind": _("“%(name)s” cannot be read. Add files that end in txt, html, eml, pdf, docx, hwpx."),
}


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one file says, as it may be stored.

    text    resident numbers in it are starred; `starred` is how many there were
    origin  who sent or published it, "" where the file does not say; `day` None likewise
    is_cut  whether it says more than a material holds
    """

    title: str
    text: str
    origin: str
    day: date | None
    starred: int
    is_cut: bool


def read(upload: File[Any]) -> Reading:
    """What the file says. RuleBroken, with a sentence that names it, when it cannot be read."""
    name = clean_name(upload.name or "")
    kind = KINDS.get(end_of(name), "")
    if not kind:
        raise _refusal("hwp" if end_of(name) == "hwp" else "kind", name)
    if not upload.size:
        raise _refusal("empty", name)
    if upload.size > LARGEST:
        raise _refusal("size", name)
    if kind != "docx" or kind_of(upload) != "ole":  # a locked one is told of by the program
        check_kind(name, kind_of(upload))
    upload.seek(0)
    told = _told(kind, upload.read(), name)
    upload.seek(0)
    return _reading(told, name)


def _told(kind: str, content: bytes, name: str) -> dict[str, Any]:
    """What the program prints of the file."""
    try:
        done = subprocess.run(  # noqa: S603  (our own program)
            [sys.executable, "-I", str(PROGRAM), kind],
            input=content, capture_output=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise _refusal("slow", name) from error
    if done.returncode != 0:
        raise _refusal("slow" if done.returncode < 0 else "large", name)
    told: dict[str, Any] = json.loads(done.stdout)
    if "refused" in told:
        raise _refusal(told["refused"], name)
    return told


def _reading(told: dict[str, Any], name: str) -> Reading:
    text, starred = mask_resident_numbers(clean_paragraph(told["text"]))
    if told["cut"]:  # a number of which the end was cut off is not known as one
        text = text[:-LONGEST_NUMBER]
    title, more = mask_resident_numbers(clean_line(told.get("title") or PurePath(name).stem))
    if not text:
        raise _refusal("no_text", name)
    return Reading(
        title=title[:200] or name[:200],
        text=text[:LONGEST],
        origin=mask_resident_numbers(clean_line(told.get("origin") or ""))[0][:200],
        day=_day(told.get("day") or ""),
        starred=starred + more,
        is_cut=told["cut"] or len(text) > LONGEST,
    )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _refusal(code: str, name: str) -> RuleBroken:
    facts = {"name": name, "limit": LARGEST // 1024**2}
    return RuleBroken(f"material_{code}", str(REFUSALS[code]) % facts, field="files")
