"""Which customers a list names: by code, mail or mobile number, in a file of any columns (B26)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.ids import new_id
from dangol.imports import files
from modules.base import values as stored
from modules.base.records import customer_record

MOST = 20_000
"""Rows of one list."""
CHUNK = 2_000
SHORTEST = 9
"""Digits that can be a telephone number."""
KINDS = {"code": "code", "email_key": "email", "mobile_key": "mobile"}
"""{column that is compared: the field that must be open to the reader}, the surest one first."""


@dataclass
class Found:
    """What became of the rows: customers' ids, and the rows that name nobody or several."""

    ids: set[UUID] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    rows: int = 0


def rows_of(upload: UploadedFile[bytes] | None, text: str) -> list[list[str]]:
    """The rows of a file (CSV of Korean Windows too, or a workbook), or of what was written.

    RuleBroken when there are none, too many, or the file cannot be read.
    """
    found = _from_file(upload) if upload is not None else _from_text(text)
    rows = [[cell.strip() for cell in row if cell.strip()] for row in found]
    rows = [row for row in rows if row]
    if not rows:
        raise RuleBroken("list_empty", _("Choose a file, or write codes, mails or numbers."))
    if len(rows) > MOST:
        words = _("That are more than %(most)s rows. Divide the list.")
        raise RuleBroken("list_long", words % {"most": figures.number(MOST)})
    return rows


def _from_file(upload: UploadedFile[bytes]) -> list[list[str]]:
    received = files.receive(upload, f"imports/{new_id()}")
    try:
        table = received.first
        file, rows = files.open_rows(table.stored_name, table.delimiter)
        with file:
            return [table.header, *islice(rows, MOST + 1)]
    finally:
        files.forget(received.tables)


def _from_text(text: str) -> list[list[str]]:
    return [line.replace("\t", ",").split(",") for line in text[: MOST * 100].splitlines()]


def match(user: Any, rows: Sequence[Sequence[str]]) -> Found:
    """Finds the customers among those that the user sees, by fields that are open to them."""
    hidden = customer_record.hidden_from(user)
    kinds = [column for column, name in KINDS.items() if name not in hidden]
    keys = [_keys(row, kinds) for row in rows]
    known = {column: _known(user, column, keys) for column in kinds}
    found = Found()
    for number, (row, asked) in enumerate(zip(rows, keys, strict=True)):
        hits = [known[column][key] for column, key in asked if key in known[column]]
        if number == 0 and not hits and _is_head(row):
            continue
        found.rows += 1
        one = next((each for each in hits if len(each) == 1), None)
        if one is not None:
            found.ids |= one
        else:
            (found.ambiguous if hits else found.missing).append(", ".join(row))
    return found


def _is_head(row: Sequence[str]) -> bool:
    """Whether the first row names columns: it has neither a number nor an address."""
    return not any(sign.isdigit() or sign == "@" for cell in row for sign in cell)


def _keys(row: Sequence[str], kinds: Sequence[str]) -> list[tuple[str, str]]:
    """(column, value) of everything that a row may be found by, the surest first."""
    found = [(column, key) for cell in row for column, key in _meant(cell) if column in kinds]
    return sorted(found, key=lambda pair: kinds.index(pair[0]))


def _meant(cell: str) -> Iterator[tuple[str, str]]:
    if "@" in cell:
        yield "email_key", cell.lower()
        return
    yield "code", cell
    if sum(map(str.isdigit, cell)) >= SHORTEST:
        number = stored.mobile(cell)[1]
        if number:
            yield "mobile_key", number


def _known(
    user: Any, column: str, keys: Sequence[Sequence[tuple[str, str]]]
) -> dict[str, set[UUID]]:
    """{value: ids of the customers that have it}."""
    values = sorted({key for row in keys for name, key in row if name == column})
    found: dict[str, set[UUID]] = defaultdict(set)
    for start in range(0, len(values), CHUNK):
        rows = customer_record.visible_to(user).filter(
            **{f"{column}__in": values[start : start + CHUNK]}
        )
        for pk, value in rows.order_by().values_list("pk", column):
            found[value].add(pk)
    return found
