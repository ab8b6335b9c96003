"""Run as a program of its own: a workbook comes in by stdin, its sheets go out by stdout as CSV.

A workbook is read whole, and a small file can unfold into any size. So a process with a limit of
memory and time does it, and whatever is wrong with the file ends that process and nothing else.
It imports nothing of Dangol: it starts in a twentieth of a second.

Out come blocks, each a line of JSON: `{"sheet": ...}` begins a sheet, `{"block": n}` is followed by
n bytes of its CSV that end with a row, `{"refused": code}` ends everything.
"""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MEMORY = 1_500 * 1024**2
SECONDS = 120
UNPACKED = 400 * 1024**2
"""More than that no honest list of a permitted size unfolds to."""
BLOCK = 512 * 1024
PLAIN_NUMBER = 1e15
"""Floats above it have lost digits, so they are written as they are."""
_FORMULA = re.compile(
    rb"<c (?:(?! t=)[^>])*><f[^>]*?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>", re.DOTALL
)
_ERROR = re.compile(rb"<c [^>]*\bt=[\"']e[\"']")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")


class Refused(Exception):
    """The workbook cannot be used; the code tells why."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    out = sys.stdout.buffer
    try:
        for told, text in _blocks(io.BytesIO(sys.stdin.buffer.read())):
            out.write(json.dumps(told).encode() + b"\n" + text)
    except Refused as refused:
        out.write(json.dumps({"refused": str(refused)}).encode() + b"\n")
    except MemoryError:
        out.write(b'{"refused": "large"}\n')
    except Exception:  # noqa: BLE001  (whatever the reader stumbles over is the file's)
        out.write(b'{"refused": "broken"}\n')


def _blocks(file: io.BytesIO) -> Iterator[tuple[dict[str, Any], bytes]]:
    parts = _look(file)
    file.seek(0)
    book = CalamineWorkbook.from_filelike(file)
    for number, about in enumerate(book.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet or about.visible != SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_index(number)
        rows = sheet.iter_rows()
        first = next(rows, None)
        yield {"sheet": about.name, **_traits(file, parts, about.name, sheet)}, b""
        if first is not None:
            yield from _csv(first, rows)


def _look(file: io.BytesIO) -> dict[str, str]:
    """{name of a sheet: its part}; Refused for what is no workbook that may be read."""
    try:
        archive = zipfile.ZipFile(file)
        infos = archive.infolist()
    except zipfile.BadZipFile:
        raise Refused("broken") from None
    names = {each.filename for each in infos}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("macros")
    if "xl/workbook.bin" in names:
        raise Refused("binary")
    if "xl/workbook.xml" not in names:
        raise Refused("no_workbook")
    if sum(each.file_size for each in infos) > UNPACKED:
        raise Refused("large")
    if any(each.flag_bits & 1 for each in infos):
        raise Refused("locked")
    return _parts(archive)


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    try:
        relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return {}
    targets = {
        _attribute(each, "Id"): _attribute(each, "Target") for each in _RELATION.findall(relations)
    }
    found = {}
    for each in _SHEET.findall(book):
        target = targets.get(_attribute(each, r"(?:\w+:)?id"), "")
        name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        found[_plain(_attribute(each, "name"))] = name
    return found


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"\s{name}=[\"']([^\"']*)[\"']", tag)
    return found[1] if found else ""


def _plain(text: str) -> str:
    for code, mark in (("lt", "<"), ("gt", ">"), ("quot", '"'), ("apos", "'"), ("amp", "&")):
        text = text.replace(f"&{code};", mark)
    return text


def _traits(file: io.BytesIO, parts: dict[str, str], name: str, sheet: Any) -> dict[str, Any]:
    """What of a sheet would get lost in a table: merged cells, formulas and errors."""
    merged = sheet.merged_cell_ranges or []
    top = sheet.start[0] if sheet.start else 0
    part = parts.get(name)
    with zipfile.ZipFile(file) as archive:
        xml = archive.read(part) if part in archive.namelist() else b""
    return {
        "merged_head": sum(1 for (first, _c), (last, _d) in merged if first <= top <= last),
        "merged": len(merged),
        "unsolved": [_attribute(each[0].decode(), "r") for each in _FORMULA.finditer(xml)],
        "errors": sum(1 for _each in _ERROR.finditer(xml)),
    }


def _csv(first: list[Any], rows: Iterator[list[Any]]) -> Iterator[tuple[dict[str, Any], bytes]]:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(map(_written, first))
    for row in rows:
        writer.writerow([each if type(each) is str else _written(each) for each in row])
        if text.tell() > BLOCK:
            yield _block(text)
            text.seek(0)
            text.truncate()
    yield _block(text)


def _block(text: io.StringIO) -> tuple[dict[str, Any], bytes]:
    block = text.getvalue().encode("utf-8", "replace")
    return {"block": len(block)}, block


def _written(value: Any) -> str:
    """The value of a cell as a person would have typed it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < PLAIN_NUMBER
        return str(int(value)) if whole else repr(value)
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


if __name__ == "__main__":
    main()
