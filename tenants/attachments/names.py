"""The name of a file as it is kept: nothing that hides, leads elsewhere or is taken (U2)."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from dangol.records.text import clean_line

LONGEST = 150
_BAD = str.maketrans(dict.fromkeys('<>:"|?*', "_"))


def clean_name(name: str) -> str:
    """The last part of a path, composed, without invisible characters; its end is kept."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = clean_line(last).translate(_BAD).strip(". ")
    if not plain or not PurePosixPath(plain).stem.strip("._ "):
        plain = _("file")
    return _shortened(plain, "")


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or the first with a number that is not taken: 견적.pdf, 견적 (2).pdf."""
    found, number = name, 1
    small = {each.lower() for each in taken}
    while found.lower() in small:
        number += 1
        found = _shortened(name, f" ({number})")
    return found


def _shortened(name: str, tail: str) -> str:
    path = PurePosixPath(name)
    end = path.suffix[:20]
    stem = name[: len(name) - len(path.suffix)]
    return f"{stem[: LONGEST - len(end) - len(tail)]}{tail}{end}"
