"""Workbooks (XLSX) as tables: each visible sheet as CSV, without ever trusting the file (U5)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dangol.errors import RuleBroken

PROGRAM = Path(__file__).with_name("_sheets.py")
PACKED = b"PK\x03\x04"
"""How an XLSX file begins, and every other ZIP file."""
OLD = b"\xd0\xcf\x11\xe0"
"""How a workbook of the old kind begins, and one that is locked with a password."""
LOCKED_MARK = "EncryptedPackage".encode("utf-16-le")

NAMED = 5
"""Cells that a sentence names."""
REFUSALS = {
    "macros": _("This workbook holds macros. Save it as an “Excel workbook (.xlsx)” first."),
    "binary": _("This is a binary workbook. Save it as an “Excel workbook (.xlsx)” first."),
    "old": _("This is an old workbook (.xls). Save it as an “Excel workbook (.xlsx)” first."),
    "locked": _("This workbook is locked with a password. Remove the password and try again."),
    "no_workbook": _("This is neither a CSV file nor a workbook. Choose a .csv or .xlsx file."),
    "large": _("This workbook unfolds to more than can be read. Save its sheet as “CSV UTF-8”."),
    "broken": _("This workbook is damaged. Open it in Excel, save it again, and upload that."),
}


@dataclass
class Sheet:
    """One sheet of a workbook: its name, and what a table cannot hold of it."""

    name: str
    merged_head: int
    merged: int
    unsolved: list[str]
    errors: int

    @property
    def problem(self) -> str:
        """Why the sheet cannot be imported; "" when it can."""
        if self.merged_head:
            return str(_(
                "Cells of the first row are merged. The first row must hold one name for each"
                " column: remove the title above it, or unmerge its cells."
            ))  # fmt: skip
        if self.unsolved:
            return ngettext(
                "%(count)s formula has no result in the file: %(cells)s. Open the file in Excel,"
                " save it, and upload it again.",
                "%(count)s formulas have no result in the file: %(cells)s. Open the file in Excel,"
                " save it, and upload it again.",
                len(self.unsolved),
            ) % {"count": f"{len(self.unsolved):,}", "cells": self._named(self.unsolved)}
        return ""

    @staticmethod
    def _named(cells: list[str]) -> str:
        """The first of the cells by their names: B3, C4 and so on."""
        return ", ".join(cells[:NAMED]) + ("…" if len(cells) > NAMED else "")

    @property
    def notes(self) -> list[str]:
        """What the user ought to know of the sheet before it is imported."""
        found = []
        if self.merged:
            found.append(
                ngettext(
                    "%(count)s merged area: only its first cell holds the value.",
                    "%(count)s merged areas: only the first cell of each holds the value.",
                    self.merged,
                ) % {"count": f"{self.merged:,}"}
            )  # fmt: skip
        if self.errors:
            found.append(
                ngettext(
                    "%(count)s cell holds an error such as #N/A; it counts as empty.",
                    "%(count)s cells hold an error such as #N/A; they count as empty.",
                    self.errors,
                ) % {"count": f"{self.errors:,}"}
            )  # fmt: skip
        return found


def is_workbook(start: bytes) -> bool:
    """Whether a file that begins so is a workbook, by its content, whatever its name says."""
    return start.startswith((PACKED, OLD))


def sheets(upload: IO[bytes]) -> Iterator[tuple[Sheet, Iterator[str]]]:
    """Each visible sheet with its CSV text in blocks that end with a row.

    Take the text of a sheet before the next sheet. RuleBroken for what cannot be read.
    """
    _refuse_old(upload)
    with TemporaryFile() as copy:
        upload.seek(0)
        copyfileobj(upload, copy)
        copy.seek(0)
        command = [sys.executable, "-I", str(PROGRAM)]
        with subprocess.Popen(  # noqa: S603  (our own program)
            command, stdin=copy, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as child:
            try:
                yield from _read(_Told(child.stdout))  # type: ignore[arg-type]
                if child.wait() != 0:
                    raise refusal("large")
            finally:
                with suppress(ProcessLookupError):
                    child.kill()


def refusal(code: str) -> RuleBroken:
    """The sentence that refuses such a file."""
    return RuleBroken("import_workbook", REFUSALS[code], field="file")


class _Told:
    """What the program says, with one line of it put back when it belongs to the next sheet."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.kept: dict[str, Any] | None = None

    def next(self) -> dict[str, Any] | None:
        told, self.kept = self.kept, None
        if told is None:
            line = self.file.readline()
            told = json.loads(line) if line.endswith(b"\n") else None
        if told and "refused" in told:
            raise refusal(told["refused"])
        return told


def _read(told: _Told) -> Iterator[tuple[Sheet, Iterator[str]]]:
    while (head := told.next()) is not None:
        traits = {name: value for name, value in head.items() if name != "sheet"}
        yield Sheet(name=head["sheet"], **traits), _texts(told)


def _texts(told: _Told) -> Iterator[str]:
    while (block := told.next()) is not None:
        if "block" not in block:
            told.kept = block
            return
        yield told.file.read(block["block"]).decode("utf-8", "replace")


def _refuse_old(upload: IO[bytes]) -> None:
    upload.seek(0)
    if upload.read(len(OLD)) == OLD:
        raise refusal("locked" if LOCKED_MARK in upload.read() else "old")
