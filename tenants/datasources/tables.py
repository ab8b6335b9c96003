"""What an address answered, made a file that can be imported (A20).

CSV and workbooks stay as they are. JSON becomes CSV: a row for each object, a column for each name;
objects inside become columns with a dot (`address.city`), lists of words one cell.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken

DEEPEST = 5
"""So many objects within each other become columns; below that stands the JSON itself."""
MOST_COLUMNS = 300
SHOWN = 8
"""So many names are told of an answer whose rows were not found."""


def as_file(body: bytes, kind: str, rows_at: str, name: str) -> SimpleUploadedFile:
    """The answer as an upload. `kind` is its media type; RuleBroken for JSON without rows."""
    if not is_json(body, kind):
        return SimpleUploadedFile(name, body)
    rows = [dict(_flat(row)) for row in rows_of(_parsed(body), rows_at)]
    heads = list(dict.fromkeys(head for row in rows for head in row))
    if len(heads) > MOST_COLUMNS:
        words = _("The answer has %(count)s columns; %(most)s can be read.")
        raise RuleBroken("json_wide", words % {"count": len(heads), "most": MOST_COLUMNS})
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(heads)
    table.writerows([row.get(head, "") for head in heads] for row in rows)
    return SimpleUploadedFile(name, text.getvalue().encode())


def is_json(body: bytes, kind: str) -> bool:
    """By the media type, else by how it begins."""
    beginning = body[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return "json" in kind.lower() or beginning.startswith((b"{", b"["))


def rows_of(data: Any, rows_at: str) -> list[dict[str, Any]]:
    """The objects below the names `rows_at`; without names, the only list of objects there is.

    RuleBroken, with the names that there are, when no such list is found.
    """
    if rows_at:
        for name in rows_at.split("."):
            if not isinstance(data, dict) or name not in data:
                raise _not_found(data, rows_at)
            data = data[name]
    elif isinstance(data, dict):
        lists = [value for value in data.values() if _is_table(value)]
        data = lists[0] if len(lists) == 1 else data
    if not _is_table(data):
        raise _not_found(data, rows_at)
    return data  # type: ignore[no-any-return]


def _not_found(data: Any, rows_at: str) -> RuleBroken:
    names = ", ".join(list(data)[:SHOWN]) if isinstance(data, dict) else ""
    if names:
        words = _("Say where the rows stand: beside “%(asked)s” the answer has %(names)s.")
        if not rows_at:
            words = _("Say where the rows stand: the answer has %(names)s.")
    else:
        words = _("The answer has no list of rows.")
    return RuleBroken("json_rows", words % {"asked": rows_at, "names": names})


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _parsed(body: bytes) -> Any:
    """Numbers stay as they are written. One object on each line is a list of them, too."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleBroken("json_encoding", _("The answer is JSON, but not in UTF-8.")) from error
    try:
        return _loaded(text)
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and error.msg == "Extra data":
            return [_line(line, number) for number, line in enumerate(lines, 1)]
        raise _unreadable(error.lineno) from error
    except RecursionError as error:
        raise _unreadable(1) from error


def _line(line: str, number: int) -> Any:
    try:
        return _loaded(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise _unreadable(number) from error


def _loaded(text: str) -> Any:
    return json.loads(text, parse_float=str, parse_int=str)


def _unreadable(line: int) -> RuleBroken:
    words = _("The answer is no JSON that can be read: something is wrong in line %(line)s.")
    return RuleBroken("json_form", words % {"line": line})


def _flat(value: dict[str, Any], before: str = "", depth: int = 1) -> Iterator[tuple[str, str]]:
    """(head, text) of each value."""
    for name, each in value.items():
        head = f"{before}{name}"
        if isinstance(each, dict) and each and depth < DEEPEST:
            yield from _flat(each, f"{head}.", depth + 1)
        else:
            yield head, _text(each)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(each, dict | list) for each in value):
        return ", ".join(_text(each) for each in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
